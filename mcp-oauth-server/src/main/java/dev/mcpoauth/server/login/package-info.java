/**
 * What a person sees: signing in, consenting, being told that something is wrong. Belongs here: the interfaces to accounts
 * and pages, and pages that are safe by default. Does not belong here: the protocol between client and server.
 */
@NullMarked
package dev.mcpoauth.server.login;

import org.jspecify.annotations.NullMarked;
