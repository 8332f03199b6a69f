package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks by requests to the client, and waits (session era). */
record SessionCounterpart(Call call) implements Counterpart {

    @Override
    public Answers ask(List<Question> questions) throws InterruptedException {
        Map<String, Json> answers = new LinkedHashMap<>();
        for (Question question : questions) {
            Json answer = call.request(question.method(), question.paramsFor(call.version()))
                    .result();
            if (!question.accepts(answer)) throw new ToolException("The client's answer does not fit the question");
            answers.put(question.key(), answer);
        }
        return new Answers(answers);
    }
}
