package dev.mcpoauth.client.login;

import java.net.URI;
import java.time.Instant;

/**
 * What a user is told who signs in on another device (RFC 8628 §3.3).
 *
 * @param userCode the code to enter there, fit to be shown
 * @param verificationUri where to enter it
 * @param directUri where it is entered already, for a link or a QR code; the same as above if the server has none
 * @param expires until when
 */
public record DeviceLogin(String userCode, URI verificationUri, URI directUri, Instant expires) {}
