import { join } from 'node:path'
import { extractMember } from '../zip.ts'
import type { Container, Job } from './job.ts'

/** Opens the file of a job by its format. Throws bad-import or whatever the parser throws. */
export async function openContainer(job: Job): Promise<Container> {
  if (job.format === 'shapefile') return (await import('./shapefile.ts')).openShapefiles(job.path, job.folder)
  const path = job.member === undefined ? job.path : join(job.folder, 'member')
  if (job.member !== undefined) await extractMember(job.path, job.member, path)
  switch (job.format) {
    case 'geopackage':
      return (await import('./geopackage.ts')).openGeoPackage(path, job.list)
    case 'kml':
      return (await import('./kml.ts')).openKml(path, nameOf(job))
    case 'gb28181':
      return (await import('./catalogue.ts')).openCatalogue(path, nameOf(job))
    case 'topojson':
      return (await import('./topojson.ts')).openTopoJson(path)
    case 'flatgeobuf':
      return (await import('./flatgeobuf.ts')).openFlatGeobuf(path, nameOf(job))
    case 'xlsx':
      return (await import('./xlsx.ts')).openXlsx(path, job.folder)
  }
}

const nameOf = (job: Job): string => job.member ?? job.name
