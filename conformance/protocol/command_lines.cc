// SPDX-License-Identifier: BSD-3-Clause
//
// "> call 0001 00ff0000 ...": each kind of command has a form here.
#include "conformance/protocol/line_parts.hpp"
#include "conformance/protocol/lines.hpp"

#include <fmt/format.h>

namespace tsrpc::conformance {
namespace {

/// How a kind of command is named, how its words are written, and how they are read.
template <class C>
struct Form;

#define TSRPC_FORM(COMMAND, NAME)                                                                                      \
    template <>                                                                                                        \
    struct Form<COMMAND> {                                                                                             \
        static constexpr std::string_view name = NAME;                                                                 \
        static constexpr std::string_view first = "> " NAME;                                                           \
        static void put(const COMMAND& c, WordWriter& out, BytesForm form);                                            \
        static COMMAND take(WordReader& in);                                                                           \
    }

TSRPC_FORM(Hello, "hello");
TSRPC_FORM(Reset, "reset");
TSRPC_FORM(Bye, "bye");
TSRPC_FORM(Read, "read");
TSRPC_FORM(Write, "write");
TSRPC_FORM(Call, "call");
TSRPC_FORM(Share, "share");
TSRPC_FORM(Reclaim, "reclaim");
TSRPC_FORM(Refuse, "refuse");
TSRPC_FORM(Select, "select");
TSRPC_FORM(Open, "open");
TSRPC_FORM(Close, "close");
TSRPC_FORM(Alloc, "alloc");
TSRPC_FORM(Free, "free");
TSRPC_FORM(Invoke, "invoke");
TSRPC_FORM(Load, "load");
TSRPC_FORM(Store, "store");

#undef TSRPC_FORM

// In an initialiser list words are read from left to right.

void Form<Hello>::put(const Hello& c, WordWriter& out, BytesForm) { out.hex(c.version); }
Hello Form<Hello>::take(WordReader& in) { return {in.hex<uint32_t>()}; }

void Form<Reset>::put(const Reset&, WordWriter&, BytesForm) {}
Reset Form<Reset>::take(WordReader&) { return {}; }

void Form<Bye>::put(const Bye&, WordWriter&, BytesForm) {}
Bye Form<Bye>::take(WordReader&) { return {}; }

void Form<Read>::put(const Read& c, WordWriter& out, BytesForm) {
    out.hex(c.handle, wide_digits).hex(c.offset).hex(c.length);
}
Read Form<Read>::take(WordReader& in) { return {in.hex<uint64_t>(), in.hex<uint64_t>(), in.hex<uint64_t>()}; }

void Form<Write>::put(const Write& c, WordWriter& out, BytesForm form) {
    out.hex(c.handle, wide_digits).hex(c.offset).bytes(c.bytes, form);
}
Write Form<Write>::take(WordReader& in) { return {in.hex<uint64_t>(), in.hex<uint64_t>(), in.bytes()}; }

void Form<Call>::put(const Call& c, WordWriter& out, BytesForm) { out.hex(c.sender, id_digits).registers(c.request); }
Call Form<Call>::take(WordReader& in) { return {in.hex<uint16_t>(), in.registers()}; }

void Form<Share>::put(const Share& c, WordWriter& out, BytesForm) {
    out.hex(c.owner, id_digits).hex(c.size).hex(c.tag, wide_digits);
    if (c.handle) {
        out.hex(*c.handle, wide_digits);
    }
}
Share Form<Share>::take(WordReader& in) {
    Share share{in.hex<uint16_t>(), in.hex<uint64_t>(), in.hex<uint64_t>(), {}};
    if (!in.at_end()) {
        share.handle = in.hex<uint64_t>();
    }
    return share;
}

void Form<Reclaim>::put(const Reclaim& c, WordWriter& out, BytesForm) {
    out.hex(c.owner, id_digits).hex(c.handle, wide_digits);
}
Reclaim Form<Reclaim>::take(WordReader& in) { return {in.hex<uint16_t>(), in.hex<uint64_t>()}; }

void Form<Refuse>::put(const Refuse& c, WordWriter& out, BytesForm) {
    out.word(c.operation == SpmcOperation::retrieve ? "retrieve" : "relinquish").decimal(c.error).hex(c.count);
}
Refuse Form<Refuse>::take(WordReader& in) {
    const std::string_view word = in.word();
    if (word != "retrieve" && word != "relinquish") {
        throw LineError(fmt::format("'{}' is neither retrieve nor relinquish", excerpt(word)));
    }
    return {word == "retrieve" ? SpmcOperation::retrieve : SpmcOperation::relinquish, take_error(in),
            in.hex<uint32_t>()};
}

void Form<Select>::put(const Select& c, WordWriter& out, BytesForm) { out.hex(c.caller); }
Select Form<Select>::take(WordReader& in) { return {in.hex<uint32_t>()}; }

void Form<Open>::put(const Open& c, WordWriter& out, BytesForm) {
    out.hex(c.endpoint, id_digits).word(to_text(c.service).text);
}
Open Form<Open>::take(WordReader& in) { return {in.hex<uint16_t>(), take_uuid(in)}; }

void Form<Close>::put(const Close& c, WordWriter& out, BytesForm) { out.hex(c.session); }
Close Form<Close>::take(WordReader& in) { return {in.hex<uint32_t>()}; }

void Form<Alloc>::put(const Alloc& c, WordWriter& out, BytesForm) { out.hex(c.session).hex(c.size); }
Alloc Form<Alloc>::take(WordReader& in) { return {in.hex<uint32_t>(), in.hex<uint64_t>()}; }

void Form<Free>::put(const Free& c, WordWriter& out, BytesForm) { out.hex(c.memory); }
Free Form<Free>::take(WordReader& in) { return {in.hex<uint32_t>()}; }

void Form<Invoke>::put(const Invoke& c, WordWriter& out, BytesForm) {
    out.hex(c.session).hex(c.opcode, id_digits).hex(c.memory).hex(c.request_length);
}
Invoke Form<Invoke>::take(WordReader& in) {
    return {in.hex<uint32_t>(), in.hex<uint16_t>(), in.hex<uint32_t>(), in.hex<uint32_t>()};
}

void Form<Load>::put(const Load& c, WordWriter& out, BytesForm) { out.hex(c.memory).hex(c.offset).hex(c.length); }
Load Form<Load>::take(WordReader& in) { return {in.hex<uint32_t>(), in.hex<uint64_t>(), in.hex<uint64_t>()}; }

void Form<Store>::put(const Store& c, WordWriter& out, BytesForm form) {
    out.hex(c.memory).hex(c.offset).bytes(c.bytes, form);
}
Store Form<Store>::take(WordReader& in) { return {in.hex<uint32_t>(), in.hex<uint64_t>(), in.bytes()}; }

/// Calls `use(Form<C>{})` with each command's form until one says true.
template <class Use, class... C>
bool any_form(const Use& use, const std::variant<C...>*) {
    return (use(Form<C>{}) || ...);
}

} // namespace

std::string_view name(const Command& command) {
    return std::visit([]<class C>(const C&) { return Form<C>::name; }, command);
}

bool is_command_name(std::string_view word) {
    return any_form([word](auto form) { return word == form.name; }, static_cast<const Command*>(nullptr));
}

std::string to_line(const Command& command, BytesForm form) {
    return std::visit(
        [form]<class C>(const C& c) {
            WordWriter out(Form<C>::first);
            Form<C>::put(c, out, form);
            return out.take();
        },
        command);
}

Command parse_command(std::string_view line) {
    WordReader in = words_of(line, '>');
    const std::string_view word = in.word();
    Command command;
    const auto take = [&](auto form) {
        if (word != form.name) {
            return false;
        }
        command = form.take(in);
        return true;
    };
    if (!any_form(take, static_cast<const Command*>(nullptr))) {
        throw LineError(fmt::format("'{}' is not a command", excerpt(word)));
    }
    return whole(in, std::move(command));
}

} // namespace tsrpc::conformance
