package dev.mcpoauth.client.login;

/** Tells a person where and with which code to sign in on another device. */
@FunctionalInterface
public interface DevicePrompt {

    /** Shows it and returns; the sign-in is waited for elsewhere. */
    void show(DeviceLogin login);
}
