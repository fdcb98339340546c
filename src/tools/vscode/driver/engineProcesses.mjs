// @ts-check
import { readdir, readFile } from 'node:fs/promises';
import { runCommand } from '../../command.mjs';

const engineBundle = /dist[/\\]engine\.js (\w+)/;

/**
 * The ids of the engine processes that the extension host of a VS Code has forked.
 * @param {number} processGroup of its server
 * @param {string} [role] only engines of this role
 * @returns {Promise<number[]>}
 */
export async function engineProcesses(processGroup, role) {
  const processes = process.platform === 'linux' ? await linuxProcesses() : await otherProcesses();
  return processes
    .filter(({ group, command }) => {
      const [, ownRole] = engineBundle.exec(command) ?? [];
      return group === processGroup && ownRole !== undefined && (role === undefined || ownRole === role);
    })
    .map(({ id }) => id);
}

/** @typedef {{ id: number, group: number, command: string }} Process */

/** Reads /proc, because containers often have no `ps`. @returns {Promise<Process[]>} */
async function linuxProcesses() {
  const ids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const processes = await Promise.all(
    ids.map(async id => {
      try {
        const command = (await readFile(`/proc/${id}/cmdline`, 'utf8')).replaceAll('\0', ' ');
        // "id (name) state parent group …"; the name may hold anything.
        const fields = (await readFile(`/proc/${id}/stat`, 'utf8')).replace(/^.*\) /s, '').split(' ');
        return fields[0] === 'Z' ? null : { id: Number(id), group: Number(fields[2]), command };
      } catch {
        return null; // the process has ended
      }
    }),
  );
  return processes.filter(one => one !== null);
}

/** @returns {Promise<Process[]>} */
async function otherProcesses() {
  const lines = (await runCommand('ps', ['-A', '-o', 'pid=,pgid=,command='])).split('\n');
  return lines.flatMap(line => {
    const [, id, group, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return id === undefined ? [] : [{ id: Number(id), group: Number(group), command }];
  });
}
