/**
 * Device authorization (RFC 8628): a device without browser shows a code, and a person enters it elsewhere. Belongs here: the
 * endpoint for devices, the codes, and how far each request has come. Does not belong here: the pages, and the token request.
 */
@NullMarked
package dev.mcpoauth.server.device;

import org.jspecify.annotations.NullMarked;
