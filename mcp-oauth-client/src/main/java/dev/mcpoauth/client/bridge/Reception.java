package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.util.List;
import java.util.Optional;

/**
 * Answers the host while the server is not there yet, and puts right what turns out to be different. A host is in one of
 * three states: it has heard nothing; it has heard a promise, from what was remembered or from what is true of any
 * server; it knows the server. Guarded by the uplink.
 */
final class Reception {
    private final Host host;
    private final SignInDesk desk;
    private final HostSubscriptions subscriptions = new HostSubscriptions();
    private Optional<Request> greeting = Optional.empty();
    private Optional<Identity> told = Optional.empty();
    private Optional<Identity> server = Optional.empty();
    private boolean promise;
    private boolean outdated;
    private boolean announcing;

    Reception(Host host) {
        this.host = host;
        this.desk = new SignInDesk(host);
    }

    static boolean isGreeting(Request request) {
        return request.method().equals(Methods.INITIALIZE) || request.method().equals(Methods.DISCOVER);
    }

    /** A message that waits for the connection. */
    void waits(Request request) {
        if (isGreeting(request)) {
            greeting = Optional.of(request);
        } else if (request.method().equals(Methods.LISTEN)) {
            subscriptions.retain(host::awaits); // Those that the server has ended are not known here otherwise.
            var unused = subscriptions.add(request);
        }
    }

    /** A request for which nobody waits any more. */
    void forget(RequestId id) {
        greeting = greeting.filter(request -> !request.id().equals(id));
        var unused = subscriptions.remove(id);
    }

    /**
     * Answers a greeting that waits; gives its id. {@code server/discover} is not answered for a server that is not known: a
     * host may ask it of a process that it ends then, and the sign-in in it with it.
     */
    Optional<RequestId> promise(Json cached, HostVoice voice) {
        Optional<RequestId> answered = greeting.filter(
                        request -> !cached.isNull() || request.method().equals(Methods.INITIALIZE))
                .map(Request::id);
        if (answered.isPresent()) {
            Identity known = cached.isNull() ? Identity.UNKNOWN : Identity.of(cached);
            told = Optional.of(known);
            promise = true;
            outdated |= cached.isNull();
            greeting = Optional.empty();
            host.answer(new Response(answered.get(), known.promised().toldTo(voice, cached)));
            desk.tell(voice);
        }
        return answered;
    }

    /** The user has to sign in before there is a connection. */
    void signIn(SignInNotice notice, List<Request> waiting, HostVoice voice) {
        desk.open(notice);
        if (told.isPresent()) {
            desk.tell(voice);
            desk.log(voice, waiting.stream().anyMatch(Reception::wantsLog));
        }
    }

    /** The user has to sign in again, in the course of a call. */
    void signInAgain(SignInNotice notice, HostVoice voice) {
        desk.open(notice);
        if (!voice.stateless()) {
            desk.tell(voice);
            desk.log(voice, false);
        }
        desk.forget();
    }

    private static boolean wantsLog(Request request) {
        return request.params().at(MetaKeys.META, MetaKeys.LOG_LEVEL).isPresent();
    }

    /**
     * Answers a request that has waited for a sign-in; false if there is none to wait for. In place of a list only a host
     * gets something that was promised to hear of its changes.
     */
    boolean answerWaiting(Request request, HostVoice voice) {
        boolean may = promise || (told.isPresent() && !SignInAnswers.isList(request));
        Optional<SignInNotice> notice = desk.notice().filter(pending -> may);
        notice.ifPresent(pending -> {
            outdated |= SignInAnswers.isList(request);
            answer(SignInAnswers.pending(request, pending.text()), request, voice);
        });
        return notice.isPresent();
    }

    /** Answers what the host was promised and the server does not have; false if the server has to. */
    boolean answerInstead(Request request, HostVoice voice) {
        Optional<Json> result =
                promise ? server.flatMap(identity -> SignInAnswers.lacking(request, identity)) : Optional.empty();
        result.ifPresent(json -> answer(new Response(request.id(), json), request, voice));
        return result.isPresent();
    }

    private void answer(JsonRpcMessage answer, Request request, HostVoice voice) {
        boolean newer = voice.stateless() && answer instanceof Response;
        host.answer(
                newer
                        ? new Response(
                                request.id(),
                                Greetings.newerResult(
                                        request.method(),
                                        ((Response) answer).result(),
                                        told.orElse(Identity.UNKNOWN).greeting()))
                        : answer);
    }

    /** Takes an answer of the host to what it was asked here. */
    boolean takes(JsonRpcMessage message) {
        return desk.takes(message);
    }

    /** The server is there. A greeting that still waits is answered by the lane. */
    void connected(Identity came) {
        if (told.isEmpty() || greeting.isPresent()) {
            told = Optional.of(came);
            promise = false;
            outdated = false;
        }
        announcing = outdated
                || told.filter(known -> known.greeting().equals(came.greeting()))
                        .isEmpty();
        server = Optional.of(came);
        outdated = false;
        greeting = Optional.empty();
        desk.done();
    }

    /** There was no connection, or there is none any more. */
    void lost(String why, HostVoice voice) {
        subscriptions.retain(id -> false);
        outdated = told.isPresent();
        greeting = Optional.empty();
        desk.failed(promise && !voice.stateless() ? Optional.of(why) : Optional.empty());
    }

    /** The server has another session. */
    void renewed() {
        announcing = told.isPresent();
    }

    /** Says what there is to say to a host that listens: it has been initialized, or has subscribed. */
    void settle(HostVoice voice) {
        if (voice.initialized()) {
            desk.tell(voice);
        }
        if (announcing && (voice.stateless() || voice.initialized())) {
            announcing = false;
            Identity known = told.orElseThrow();
            known.lists().stream()
                    .filter(list -> promise || known.tellsChangesOf(list))
                    .forEach(list -> announce(list, voice));
        }
    }

    private void announce(String list, HostVoice voice) {
        Notification change = new Notification("notifications/" + list + "/list_changed", Json.NULL);
        if (voice.stateless()) {
            subscriptions.retain(host::awaits);
            subscriptions.addressed(change).forEach(host::tell);
        } else {
            host.tell(change);
        }
    }
}
