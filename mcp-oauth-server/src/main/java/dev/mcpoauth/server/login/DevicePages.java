package dev.mcpoauth.server.login;

/**
 * Renders the pages of device authorization (RFC 8628), under the same rules as {@link LoginPages}. Sign-in and consent come
 * from there.
 */
public interface DevicePages {

    /** Asks for the code that the device shows. */
    Page userCode(UserCodeView view);

    /** Says that the person is done here, and whether the device may go on. */
    Page done(boolean approved);

    /** The pages that come with this library. */
    static DevicePages plain() {
        return new PlainDevicePages();
    }
}
