package dev.mcpoauth.server.login;

/**
 * Renders the pages. The server adds the security headers, among them a policy that allows no script and no style but the
 * one that the page names. Whatever comes from a client, above all its name, has to be escaped.
 */
public interface LoginPages {

    /** Asks for name and password. */
    Page login(LoginView view);

    /** Asks whether the client may have what it wants. */
    Page consent(ConsentView view);

    /** Says that the request can not go on, where there is nowhere to redirect to unasked. */
    Page error(ErrorView view);

    /** Takes a response to the client by a form that the person sends; plain by default. */
    default Page formPost(FormPostView view) {
        return PlainFormPost.page(view);
    }

    /** The pages that come with this library. */
    static LoginPages plain() {
        return new PlainPages();
    }
}
