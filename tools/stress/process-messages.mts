import type { StoreProblem } from '@nx-testmon/core';
import type { LockTiming, MergeResult, PendingResult, StoreLimits } from '@nx-testmon/store';
import type { StorePaths } from './store-paths.mts';

interface Request<Role extends string> {
  readonly role: Role;
  readonly paths: StorePaths;
}

interface LockingRequest<Role extends string> extends Request<Role> {
  readonly lock: LockTiming;
  readonly limits?: Partial<StoreLimits>;
}

/** Merges pending records, as a task does at its start, then stores one fact in each round. */
export interface WriteRequest extends LockingRequest<'write'> {
  readonly name: string;
  readonly rounds: number;
}

/** Merges pending records. */
export type MergeRequest = LockingRequest<'mergePending'>;

/** Removes the facts of all other test files again and again. */
export interface RemoveRequest extends LockingRequest<'removeGone'> {
  readonly suite: string;
  readonly testFiles: readonly string[];
}

/** Takes the advisory lock and keeps it. */
export type HoldRequest = LockingRequest<'hold'>;

/** Reads again and again until its input ends. */
export type ReadRequest = Request<'read'>;

/** The actions of a process on a store. */
export type StoreRequest = WriteRequest | MergeRequest | RemoveRequest | HoldRequest | ReadRequest;

/** How a process stored a fact. */
export interface StoredMessage {
  readonly kind: 'stored';
  /** Name of the fact. */
  readonly name: string;
  /** `pending`: as a record that a later run merges. */
  readonly stored: 'merged' | 'pending' | 'not';
  readonly ms: number;
  /** The reason if it is not merged. */
  readonly problem?: string;
  readonly movedAside?: { readonly file: string; readonly reason: string };
}

/** The reads of a process. */
export interface ReadsMessage {
  readonly kind: 'reads';
  readonly snapshots: number;
  readonly facts: number;
  /** Number of snapshots that could not be read, by kind of problem. */
  readonly problems: Readonly<Partial<Record<StoreProblem['kind'], number>>>;
}

/** A line of the output of such a process. */
export type StoreMessage =
  | { readonly kind: 'started' }
  | StoredMessage
  | { readonly kind: 'merged'; readonly result: PendingResult | MergeResult }
  | { readonly kind: 'wrong'; readonly wrong: readonly string[]; readonly notes: readonly string[] }
  | ReadsMessage;
