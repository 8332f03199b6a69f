/**
 * What single authorization servers need beyond the specifications. Rules that hold for all of them do not belong here.
 */
@NullMarked
package dev.mcpoauth.client.provider;

import org.jspecify.annotations.NullMarked;
