import { useI18n } from 'vue-i18n'

/** The server's rules in the reader's words; one that has none is shown by its name. */
export function useRules() {
  const i18n = useI18n()
  function ruleText(rule: string): string {
    const [property, name] = rule.split(/ (.*)/s)
    if (property === 'property' && name !== undefined) return i18n.t('data.rules.property', { name })
    return i18n.te(`data.rules.${rule}`) ? i18n.t(`data.rules.${rule}`) : rule
  }
  return { ruleText }
}
