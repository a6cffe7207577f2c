import { useI18n } from 'vue-i18n'
import type { AlertInfo } from '../../../api/alerts.ts'
import { useSettings } from '../../../state/settings.ts'

/** What an alert is called: what its fence says of it, else what happened, where and to whom. */
export function useAlertTitle() {
  const settings = useSettings()
  const { t } = useI18n()
  return ({ message, object, transition, zoneName }: AlertInfo): string =>
    message?.[settings.lang] ?? [object, t(`alerts.transition.${transition}`), zoneName].filter(Boolean).join(' · ')
}
