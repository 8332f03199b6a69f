package dev.mcpoauth.server.jose;

/** The key types ({@code kty}) that have a private and a public part (RFC 7518 §6.1, RFC 8037 §2). */
public enum KeyType {
    /** Elliptic curve. */
    EC,
    RSA,
    /** Octet key pair: Ed25519. */
    OKP
}
