/**
 * The store on Redis 6.2 or newer, or Valkey, through one function that runs a Lua script: no Redis client is named here.
 *
 * <p>Belongs here: keys, scripts, and what happens between two scripts. Does not belong here: connections, rules of OAuth:
 * what a redemption or rotation comes to is decided by {@link dev.mcpoauth.core.store.StoredCode} and {@link
 * dev.mcpoauth.core.store.StoredRefresh}, and a script only repeats that the state they decided on still holds.
 *
 * <h2>Keys</h2>
 *
 * Every key is {@code prefix:{tag}:rest}, and Redis Cluster puts keys of one tag in one slot. A script gets all its keys
 * passed, all of one tag, and is atomic. What spans tags is several scripts, in an order that leaves nothing wrong wherever
 * it stops. There are three kinds of tag:
 *
 * <ul>
 *   <li><b>a grant</b>, by its id: {@code grant}, and its rows {@code code:HASH}, {@code refresh:HASH}, {@code access:HASH}.
 *       Each transition of a family is one script here. Every read of a code or token reads the grant as well, so that
 *       revoking is one write.
 *   <li><b>a shard</b>, {@code 0} to {@code f}, by hash, subject or client id: {@code where:HASH} leads from a hash to its
 *       kind and grant; {@code subject:ID} and {@code holder:ID} list grants of a resource owner or client; {@code
 *       transaction:HASH} and {@code replay:HASH:SCOPE} are whole rows; {@code due:KIND} lists everything by when it may be
 *       removed, which is how {@code purge} and an export find it.
 *   <li><b>{@code clients}</b>: all registrations, so that fingerprint, id and limit are one script: {@code client:ID}, {@code
 *       fingerprint:TEXT}, {@code ids}, {@code expiries}; and {@code format}, the version of this layout.
 * </ul>
 *
 * <p>The entry {@code where} of a new token is written before the transition that adds its row, the lists of a grant before
 * the grant. A transition that was lost or crashed leaves an entry that leads to nothing, which is what a reader then finds;
 * {@code purge} and native expiry remove it. No entry ever changes where it leads, so that a node may remember it.
 *
 * <h2>Time</h2>
 *
 * Whatever is under a grant, transactions and replay entries go away by themselves a minute after they may be purged, by the
 * clock of Redis. Nothing is ever decided by that clock: see {@link RedisOAuthStore#MARGIN}.
 *
 * <h2>Sent twice</h2>
 *
 * Client libraries send a command again when a connection broke, though it may have been executed. So each attempt carries
 * random bytes that its script leaves in the row it changed, or in a receipt if it removed the row, and finds there when it
 * comes again: then it changes nothing and answers as before.
 */
@NullMarked
package dev.mcpoauth.server.store.redis;

import org.jspecify.annotations.NullMarked;
