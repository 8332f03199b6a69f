package dev.mcpoauth.server.device;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.server.grant.GrantTerms;

/**
 * What a device asks for.
 *
 * @param id hash of its device code
 * @param userCode what it shows
 * @param clientId the client
 * @param terms what it wants
 * @param mailbox where its device gets the key to the properties of its grant
 */
public record DeviceRequest(TokenHash id, UserCode userCode, String clientId, GrantTerms terms, Mailbox mailbox) {}
