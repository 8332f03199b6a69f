package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.ClientTransport.Opened;
import java.time.Duration;

/** Chooses the lane between a host and a server. */
final class Lanes {
    private final Host host;
    private final Duration patience;
    private final SessionMemory memory = new SessionMemory();

    /**
     * For this host.
     *
     * @param patience how long the first answer of a server may take, a sign-in included
     */
    Lanes(Host host, Duration patience) {
        this.host = host;
        this.patience = patience;
    }

    Lane between(HostVoice voice, ClientTransport server, Opened opened) {
        boolean statelessServer = opened.era() == Era.STATELESS;
        if (voice.stateless()) {
            return statelessServer
                    ? new StatelessPassThrough(host, server, opened.discovery(), patience)
                    : new StatelessHostLane(host, server, memory, patience);
        }
        return statelessServer
                ? new SessionHostLane(host, server, opened.discovery(), patience)
                : new SessionPassThrough(host, server, memory, patience);
    }
}
