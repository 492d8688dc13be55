// SPDX-License-Identifier: BSD-3-Clause
//
// The codec, which is WebAssembly: exports.cc. Nothing here or in the other scripts knows what a bit means.

const lineContents = ["frame", "beside", "other", "malformed"]; // as line_reader.hpp has them

/// Resolves to the codec's functions. A frame is {isResponse, words, request}, `request` null where it is not known.
async function loadCodec() {
    const bytes = Uint8Array.from(atob(byId("codec").textContent), (c) => c.charCodeAt(0));
    const { exports } = (await WebAssembly.instantiate(bytes)).instance;
    const memory = exports.memory.buffer;
    const line = new Uint8Array(memory, exports.line_buffer(), exports.line_capacity());
    const shared = new Uint32Array(memory, exports.frame_words(), 12);
    const encoder = new TextEncoder();
    const decoder = new TextDecoder();

    const put = (frame) => {
        shared[0] = frame.isResponse ? 1 : 0;
        shared.set(frame.words, 1);
        shared[6] = frame.request ? 1 : 0;
        shared.set(frame.request ?? frame.words, 7);
    };
    const written = (length) => decoder.decode(new Uint8Array(memory, exports.json_buffer(), length));

    return {
        /// The log's frames, each with its line's number from 1, how many lines hold nothing that is known, and those that
        /// are meant as a frame and are none: {line, problem}.
        readLog(text) {
            const frames = [];
            const malformed = [];
            let others = 0;
            exports.start_log();
            text.split("\n").forEach((content, index) => {
                const fitted = encoder.encodeInto(content, line);
                switch (lineContents[exports.take_line(fitted.read < content.length ? line.length : fitted.written)]) {
                    case "frame":
                        frames.push({
                            line: index + 1,
                            isResponse: shared[0] === 1,
                            words: [...shared.subarray(1, 6)],
                            request: shared[6] === 1 ? [...shared.subarray(7, 12)] : null,
                        });
                        break;
                    case "other": ++others; break;
                    case "malformed":
                        malformed.push({ line: index + 1, problem: JSON.parse(written(exports.explain_line())) });
                        break;
                }
            });
            return { frames, others, malformed };
        },
        /// What is to be shown of a frame.
        explain(frame) {
            put(frame);
            return JSON.parse(written(exports.explain()));
        },
        /// The frame as `tsrpc decode --format json` prints it.
        json(frame) {
            put(frame);
            return written(exports.to_json());
        },
    };
}
