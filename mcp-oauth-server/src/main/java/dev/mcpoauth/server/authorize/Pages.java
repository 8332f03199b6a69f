package dev.mcpoauth.server.authorize;

import dev.mcpoauth.server.login.ConnectionPages;
import dev.mcpoauth.server.login.DevicePages;
import dev.mcpoauth.server.login.LoginPages;

/**
 * How everything looks that a person sees.
 *
 * @param login sign-in, consent and errors
 * @param device device authorization
 * @param connections connected applications
 */
public record Pages(LoginPages login, DevicePages device, ConnectionPages connections) {
    /** The pages that come with this library. */
    public static Pages plain() {
        return new Pages(LoginPages.plain(), DevicePages.plain(), ConnectionPages.plain());
    }

    /** The same with other pages for sign-in, consent and errors. */
    public Pages with(LoginPages rendered) {
        return new Pages(rendered, device, connections);
    }

    /** The same with other pages for device authorization. */
    public Pages with(DevicePages rendered) {
        return new Pages(login, rendered, connections);
    }

    /** The same with other pages for connected applications. */
    public Pages with(ConnectionPages rendered) {
        return new Pages(login, device, rendered);
    }
}
