package dev.mcpoauth.server;

import static dev.mcpoauth.server.EveryReasonTest.on;

import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.WebResponse;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;

/** Requests for {@link EveryReasonTest} by devices and by people in front of them. */
final class DeviceProvocations {
    private DeviceProvocations() {}

    private static EveryReasonTest.Provocation device(
            Reason reason, int status, Function<TestServer, WebResponse> request) {
        return on(reason, status, Device::allowed, request);
    }

    static Stream<EveryReasonTest.Provocation> all() {
        return Stream.concat(people(), devices());
    }

    private static Stream<EveryReasonTest.Provocation> people() {
        return Stream.of(
                device(ServerReasons.DEVICE_FORM, 400, as -> as.form("/device", "user_code", "x")),
                device(ServerReasons.DEVICE_CODE_WRONG, 400, as -> Device.enter(as.browser(), "BBBB-BBBB")),
                on(
                        ServerReasons.DEVICE_CODE_RATE_LIMITED,
                        429,
                        settings -> Device.allowed(settings).userCodeFailuresPerWindow(1),
                        as -> {
                            Device.enter(as.browser(), "BBBB-BBBB");
                            return Device.begin(as).enter(as.browser());
                        }),
                device(
                        ServerReasons.DEVICE_CODE_ENTERED,
                        200,
                        as -> Device.begin(as).enter(as.browser())),
                device(
                        ServerReasons.DEVICE_APPROVED,
                        200,
                        as -> Device.begin(as).answer(as.browser(), "approve")),
                device(ServerReasons.DEVICE_DENIED, 200, as -> Device.begin(as).answer(as.browser(), "deny")),
                device(ServerReasons.DEVICE_OVER, 400, as -> {
                    Browser browser = as.browser();
                    WebResponse page = browser.signIn(Device.begin(as).enter(browser));
                    as.advance(Duration.ofMinutes(11));
                    return browser.submit(page, "action", "approve");
                }));
    }

    private static Stream<EveryReasonTest.Provocation> devices() {
        return Stream.of(
                device(ServerReasons.DEVICE_BEGUN, 200, Device::ask),
                on(
                        ServerReasons.DEVICE_RATE_LIMITED,
                        429,
                        settings -> Device.allowed(settings).pendingRequestsPerWindow(1),
                        as -> {
                            Device.ask(as);
                            return Device.ask(as);
                        }),
                device(ServerReasons.DEVICE_PENDING, 400, as -> Device.begin(as).poll()),
                device(ServerReasons.DEVICE_SLOW_DOWN, 400, as -> {
                    Device device = Device.begin(as);
                    device.poll();
                    return device.poll();
                }),
                device(ServerReasons.DEVICE_REFUSED, 400, as -> {
                    Device device = Device.begin(as);
                    device.answer(as.browser(), "deny");
                    return device.poll();
                }),
                device(ServerReasons.DEVICE_EXPIRED, 400, as -> {
                    Device device = Device.begin(as);
                    as.advance(Duration.ofMinutes(10));
                    return device.poll();
                }),
                device(
                        ServerReasons.DEVICE_OTHER_CLIENT,
                        400,
                        as -> Device.begin(as).pollAs("radio")),
                device(ServerReasons.DEVICE_UNKNOWN, 400, as -> {
                    Device device = Device.begin(as);
                    as.advance(Duration.ofMinutes(20));
                    return device.poll();
                }));
    }
}
