package dev.mcpoauth.core.challenge;

import dev.mcpoauth.core.challenge.ParseProblem.Kind;

/**
 * Reads one {@code WWW-Authenticate} field from left to right. The comma separates both challenges and their parameters
 * (RFC 9110 §11.6.1): an element is a parameter if an equals sign follows its first token, and starts a challenge if
 * not.
 */
final class ChallengeReader {
    private final String text;
    private final ChallengeCollector out;
    private int at;

    ChallengeReader(String text, ChallengeCollector out) {
        this.text = text;
        this.out = out;
    }

    void read() {
        boolean inChallenge = false;
        for (skipEmptyElements(); at < text.length(); skipEmptyElements()) {
            int start = at;
            String token = token();
            boolean spaced = skipSpace();
            if (!token.isEmpty() && peek() == '=' && inChallenge) {
                parameter(token, start);
            } else if (!token.isEmpty() && peek() != '=' && (spaced || atElementEnd())) {
                out.scheme(token);
                inChallenge = true;
                firstElement();
            } else {
                out.stray(start);
                skipElement();
            }
        }
    }

    /** What follows a scheme: nothing, a token68, or the first parameter. */
    private void firstElement() {
        if (atElementEnd()) {
            return;
        }
        int start = at;
        if (token68()) {
            out.token68(text.substring(start, at).stripTrailing());
            return;
        }
        at = start;
        String name = token();
        skipSpace();
        if (!name.isEmpty() && peek() == '=') {
            parameter(name, start);
        } else {
            malformed(start);
        }
    }

    /** Moves behind a token68 that fills the element, white space included; elsewhere if there is none. */
    private boolean token68() {
        int start = at;
        while (at < text.length() && HttpGrammar.isToken68Char(text.charAt(at))) {
            at++;
        }
        boolean some = at > start;
        while (peek() == '=') {
            at++;
        }
        skipSpace();
        return some && atElementEnd();
    }

    /** The equals sign and value of a parameter, with white space around the sign (BWS) and behind the value. */
    private void parameter(String name, int start) {
        at++;
        skipSpace();
        StringBuilder value = new StringBuilder();
        if (peek() == '"') {
            if (!quotedString(value, start)) {
                return;
            }
        } else {
            value.append(token());
            if (value.isEmpty()) {
                malformed(start);
                return;
            }
        }
        skipSpace();
        if (atElementEnd()) {
            out.parameter(name, value.toString(), start);
        } else {
            malformed(start);
        }
    }

    private boolean quotedString(StringBuilder value, int start) {
        at++;
        boolean clean = true;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
            }
            if (at < text.length()) {
                char c = text.charAt(at++);
                clean &= HttpGrammar.isQuotable(c);
                value.append(c);
            }
        }
        if (at >= text.length()) {
            out.drop(Kind.UNTERMINATED_QUOTED_STRING, start);
            return false;
        }
        at++;
        if (!clean) {
            malformed(start);
        }
        return clean;
    }

    private void malformed(int start) {
        out.drop(Kind.SYNTAX, start);
        skipElement();
    }

    /** Moves to the next comma outside quotes. */
    private void skipElement() {
        while (!atElementEnd()) {
            if (text.charAt(at) == '"') {
                skipQuoted();
            } else {
                at++;
            }
        }
    }

    private void skipQuoted() {
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at + 1, text.length());
    }

    private String token() {
        int start = at;
        while (at < text.length() && HttpGrammar.isTokenChar(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private boolean skipSpace() {
        int start = at;
        while (at < text.length() && HttpGrammar.isSpace(text.charAt(at))) {
            at++;
        }
        return at > start;
    }

    private void skipEmptyElements() {
        while (at < text.length() && (text.charAt(at) == ',' || HttpGrammar.isSpace(text.charAt(at)))) {
            at++;
        }
    }

    private boolean atElementEnd() {
        return at >= text.length() || text.charAt(at) == ',';
    }

    private int peek() {
        return at < text.length() ? text.charAt(at) : -1;
    }
}
