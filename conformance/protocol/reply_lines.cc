// SPDX-License-Identifier: BSD-3-Clause
//
// "< ok ...", what a target answers, and "= ok ...", what a caller's ask gets.
#include "conformance/protocol/line_parts.hpp"
#include "conformance/protocol/lines.hpp"

#include <fmt/format.h>

namespace tsrpc::conformance {
namespace {

/// Writes a result after its mark, whichever side says it.
struct ResultWriter {
    char mark;
    BytesForm form = BytesForm::plain;

    WordWriter begin(std::string_view word) const {
        const char first[] = {mark, ' ', '\0'};
        return WordWriter(std::string(first).append(word));
    }
    WordWriter ok() const { return begin("ok"); }

    std::string operator()(const Ok&) const { return ok().take(); }
    std::string operator()(const Greeting& g) const {
        WordWriter out = ok();
        put(g, out);
        return out.take();
    }
    std::string operator()(const Response& r) const { return ok().registers(r.words).take(); }
    std::string operator()(const Shared& s) const {
        WordWriter out = ok();
        out.hex(s.handle, wide_digits);
        if (s.retrieved) {
            out.word("retrieved");
        }
        return out.take();
    }
    std::string operator()(const Bytes& b) const { return ok().bytes(b.bytes, form).take(); }
    std::string operator()(const Opened& o) const { return ok().hex(o.session).take(); }
    std::string operator()(const Allocated& a) const { return ok().hex(a.memory).hex(a.base).hex(a.size).take(); }
    std::string operator()(const Invoked& i) const {
        return ok().hex(i.service_status, word_digits).hex(i.response_length).take();
    }
    std::string operator()(const Ids& list) const {
        WordWriter out = ok();
        for (const uint16_t id : list.ids) {
            out.hex(id, id_digits);
        }
        return out.take();
    }
    std::string operator()(const FfaError& e) const { return begin("ffa").decimal(e.code).take(); }
    std::string operator()(const Failed& f) const {
        WordWriter out = begin("failed");
        out.decimal(f.code);
        if (f.wrote) {
            out.word("wrote");
        }
        return out.take();
    }
    std::string operator()(const Cannot& c) const { return begin("cannot").text(c.why).take(); }

    static void put(const Greeting& g, WordWriter& out);
};

// --- greetings -------------------------------------------------------------------------------------------------------

/// "any", "0001,0002"
std::string senders_text(const std::vector<uint16_t>& senders) {
    std::string text;
    for (const uint16_t id : senders) {
        text += fmt::format("{}{:04x}", text.empty() ? "" : ",", id);
    }
    return text.empty() ? "any" : text;
}

void ResultWriter::put(const Greeting& g, WordWriter& out) {
    out.hex(g.version).word(g.role == TargetRole::sp ? "sp" : "caller").hex(g.own_id, id_digits);
    out.word("senders=" + senders_text(g.senders)).word(g.any_words ? "words=any" : "words=services");
    out.word(g.takes_handles ? "handles=runner" : "handles=target");
    const struct {
        bool is_set;
        const char* word;
    } features[] = {
        {g.has_memory, "memory"}, {g.can_reset, "reset"}, {g.shows_events, "events"}, {g.can_refuse, "refuse"}};
    for (const auto& feature : features) {
        if (feature.is_set) {
            out.word(feature.word);
        }
    }
    if (g.callers != 1) {
        out.word(fmt::format("callers={:x}", g.callers));
    }
    out.word(fmt::format("ahead={:x}", g.ahead)).text("name=" + g.name);
}

std::vector<uint16_t> parse_senders(std::string_view text) {
    std::vector<uint16_t> senders;
    if (text == "any") {
        return senders;
    }
    for (bool more = true; more;) {
        const size_t end = std::min(text.find(','), text.size());
        WordReader in(text.substr(0, end));
        senders.push_back(whole(in, in.hex<uint16_t>()));
        more = end < text.size();
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return senders;
}

/// Whether the value is `yes`; it must be that or `no`.
bool is_first(std::string_view key, std::string_view value, std::string_view yes, std::string_view no) {
    if (value != yes && value != no) {
        throw LineError(fmt::format("{}= is {} or {}, not '{}'", key, yes, no, excerpt(value)));
    }
    return value == yes;
}

/// One of a greeting's words "KEY=VALUE" or "KEY"; what is not known is ignored.
void take_feature(std::string_view word, Greeting& greeting) {
    const size_t equals = std::min(word.find('='), word.size());
    const std::string_view key = word.substr(0, equals);
    const std::string_view value = word.substr(std::min(equals + 1, word.size()));
    if (key == "senders") {
        greeting.senders = parse_senders(value);
    } else if (key == "words") {
        greeting.any_words = is_first(key, value, "any", "services");
    } else if (key == "handles") {
        greeting.takes_handles = is_first(key, value, "runner", "target");
    } else if (key == "ahead") {
        greeting.ahead = std::max(WordReader(value).hex<uint32_t>(), 1u);
    } else if (key == "callers") {
        greeting.callers = std::max(WordReader(value).hex<uint32_t>(), 1u);
    } else if (word == "memory") {
        greeting.has_memory = true;
    } else if (word == "reset") {
        greeting.can_reset = true;
    } else if (word == "events") {
        greeting.shows_events = true;
    } else if (word == "refuse") {
        greeting.can_refuse = true;
    }
}

Greeting take_greeting(WordReader& in) {
    Greeting greeting;
    greeting.version = in.hex<uint32_t>();
    const std::string_view role = in.word();
    if (role != "sp" && role != "caller") {
        throw LineError(fmt::format("'{}' is neither sp nor caller", excerpt(role)));
    }
    greeting.role = role == "sp" ? TargetRole::sp : TargetRole::caller;
    greeting.own_id = in.hex<uint16_t>();
    constexpr std::string_view name = "name=";
    while (!in.at_end()) {
        if (in.rest().starts_with(name)) {
            greeting.name = printable(in.take_rest().substr(name.size()));
            break;
        }
        take_feature(in.word(), greeting);
    }
    return greeting;
}

// --- what follows "ok" -----------------------------------------------------------------------------------------------

Bytes take_bytes(WordReader& in, uint64_t length) {
    Bytes bytes{in.bytes()};
    if (bytes.bytes.size() != length) {
        throw LineError(fmt::format("{:x} bytes, {:x} were asked for", bytes.bytes.size(), length));
    }
    return bytes;
}

Result take_ok(const Command& command, WordReader& in) {
    return std::visit(Overloaded{
                          [&](const Hello&) -> Result { return take_greeting(in); },
                          [&](const Call&) -> Result { return Response{in.registers()}; },
                          [&](const Share&) -> Result { return take_shared(in); },
                          [&](const Read& read) -> Result { return take_bytes(in, read.length); },
                          [&](const Load& load) -> Result { return take_bytes(in, load.length); },
                          [&](const Open&) -> Result { return Opened{in.hex<uint32_t>()}; },
                          [&](const Alloc&) -> Result {
                              return Allocated{in.hex<uint32_t>(), in.hex<uint64_t>(), in.hex<uint64_t>()};
                          },
                          [&](const Invoke&) -> Result {
                              return Invoked{in.hex<uint32_t>(), in.hex<uint32_t>()};
                          },
                          [&](const auto&) -> Result { return Ok{}; },
                      },
                      command);
}

Granted take_ok(const Ask& ask, WordReader& in) {
    return std::visit(Overloaded{
                          [&](const PartitionIds&) -> Granted {
                              Ids list;
                              while (!in.at_end()) {
                                  list.ids.push_back(in.hex<uint16_t>());
                              }
                              return list;
                          },
                          [&](const Send&) -> Granted { return Response{in.registers()}; },
                          [&](const FfaShare&) -> Granted { return Shared{in.hex<uint64_t>()}; },
                          [&](const FfaReclaim&) -> Granted { return Ok{}; },
                      },
                      ask);
}

} // namespace

std::string to_line(const Result& result, BytesForm form) { return std::visit(ResultWriter{'<', form}, result); }

std::string to_line(const Granted& granted) { return std::visit(ResultWriter{'='}, granted); }

std::string error_line(std::string_view text) { return "< error " + printable(text); }

Result parse_result(const Command& command, std::string_view line) {
    WordReader in = words_of(line, '<');
    const std::string_view word = in.word();
    if (word == "ok") {
        Result result = take_ok(command, in);
        in.end();
        return result;
    }
    if (word == "ffa") {
        return whole(in, Result(FfaError{take_error(in)}));
    }
    if (word == "failed") {
        const int32_t code = in.decimal();
        if (code == 0) {
            throw LineError("0 is no error");
        }
        const bool wrote = !in.at_end();
        if (wrote && in.word() != "wrote") {
            throw LineError("only 'wrote' can follow the code");
        }
        return whole(in, Result(Failed{code, wrote}));
    }
    if (word == "cannot") {
        return Cannot{printable(in.rest())};
    }
    if (word == "error") {
        throw TargetError(printable(in.rest()));
    }
    throw LineError(fmt::format("'{}' is not a reply", excerpt(word)));
}

Granted parse_granted(const Ask& ask, std::string_view line) {
    WordReader in = words_of(line, '=');
    const std::string_view word = in.word();
    if (word == "ffa") {
        return whole(in, Granted(FfaError{take_error(in)}));
    }
    if (word != "ok") {
        throw LineError(fmt::format("'{}' is neither ok nor ffa", excerpt(word)));
    }
    Granted granted = take_ok(ask, in);
    in.end();
    return granted;
}

} // namespace tsrpc::conformance
