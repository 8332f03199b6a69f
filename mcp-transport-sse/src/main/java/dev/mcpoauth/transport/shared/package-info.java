/**
 * What nodes of one server have in common when clients of the session era may reach any of them: sessions, what was sent on
 * their streams, and a bus. Interfaces with implementations in memory; {@code shared.redis} has the ones for several
 * machines. Nothing here knows HTTP or what the texts that it carries mean.
 */
@NullMarked
package dev.mcpoauth.transport.shared;

import org.jspecify.annotations.NullMarked;
