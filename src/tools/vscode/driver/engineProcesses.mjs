// @ts-check
import { readdir, readFile } from 'node:fs/promises';
import { runCommand } from '../../command.mjs';

const engineBundle = /dist[/\\]engine\.js (\w+)/;

/**
 * The process ids of the engines that a VS Code's extension host has forked.
 * @param {number} processGroup of its server
 * @param {string} [role] of those alone
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

/** Containers often have no `ps`. @returns {Promise<Process[]>} */
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
        return null; // it has ended meanwhile
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
