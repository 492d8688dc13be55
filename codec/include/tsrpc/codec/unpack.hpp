// SPDX-License-Identifier: BSD-3-Clause
//
// Five registers to a message: `unpack` holds the sender to every MUST of the ABI, `unpack_lenient` takes what is
// there, as the reference receivers do.
#ifndef TSRPC_CODEC_UNPACK_HPP
#define TSRPC_CODEC_UNPACK_HPP

#include "tsrpc/codec/message.hpp"
#include "tsrpc/codec/violation.hpp"
#include "tsrpc/trap.h"

namespace tsrpc {
inline namespace v0_2_0 {

namespace detail {

struct Unpacker;

/// What `operator->` returns: the message, as long as the expression lasts.
template <class MessageType>
struct Arrow {
    MessageType message;

    constexpr const MessageType* operator->() const { return &message; }
};

} // namespace detail

/// Refuses the message of registers that hold none, as `value_has_no_encoding` refuses numbers.
[[noreturn]] inline void registers_hold_no_message() {
    for (;;) {
        TSRPC_TRAP();
    }
}

/// A message, or why the registers are not one. Test it before you look inside: an empty one has no message (a trap).
template <class MessageType>
class [[nodiscard]] Unpacked {
  public:
    /// Whether there is a message.
    explicit constexpr operator bool() const { return ok_; }

    /// The message.
    [[TSRPC_INLINED_]] constexpr MessageType operator*() const {
        if (!ok_) {
            registers_hold_no_message();
        }
        return MessageType::Codec::read(words_);
    }

    /// A member of the message, `unpacked->rpc_status`: keep no address of it, as the message is gone after that.
    [[TSRPC_INLINED_]] constexpr detail::Arrow<MessageType> operator->() const { return {**this}; }

    /// Every broken rule with its bits, broken SHOULDs and what the lenient form overlooks included. None if `send` of
    /// `transact` brought no response.
    constexpr Violations violations() const {
        Violations violations;
        if (received_) {
            detail::add_broken(violations, MessageType::Codec::layout, words_, request_);
        }
        return violations;
    }

    /// The registers, message or not.
    constexpr const Registers& words() const { return words_; }

    /// The registers of the request that they answer; if that is not known, or if they are a request, the same.
    constexpr const Registers& request() const { return request_; }

  private:
    friend struct detail::Unpacker;
    // Copied word by word: a copy of the whole struct goes through the stack on gcc 12.
    constexpr Unpacked(const Registers& words, const Registers& request, bool ok, bool received)
        : words_{{words[W3], words[W4], words[W5], words[W6], words[W7]}},
          request_{{request[W3], request[W4], request[W5], request[W6], request[W7]}}, ok_{ok}, received_{received} {}

    Registers words_;
    Registers request_;
    bool ok_;
    bool received_;
};

namespace detail {

enum class Strictness : uint8_t { strict, lenient };

/// Reference receivers find the message by interface id and opcode, and look at no reserved bit, flag or echo.
constexpr bool is_held(const Row& row, Strictness strictness) {
    return strictness == Strictness::strict
               ? row.rule != Rule::res
               : row.rule == Rule::fixed && (row.field == Field::opcode || row.field == Field::interface_id);
}

/// The bits of a register that must have their constant.
constexpr uint32_t held_bits(const Layout& layout, Register reg, Strictness strictness) {
    uint32_t bits = 0;
    for (const Row& row : layout) {
        if (row.reg == reg && !carries_value(row) && is_held(row, strictness)) {
            bits |= mask(row);
        }
    }
    return bits;
}

constexpr uint32_t echoed_bits(const Layout& layout, Register reg, Strictness strictness) {
    uint32_t bits = 0;
    for (const Row& row : layout) {
        if (row.reg == reg && row.rule == Rule::echo && is_held(row, strictness)) {
            bits |= mask(row);
        }
    }
    return bits;
}

/// What differs in one register from what the table holds it to.
template <const Layout& Table, Strictness Strict, Register Reg>
[[TSRPC_INLINED_]] constexpr uint32_t difference(const Registers& words, const Registers& request) {
    constexpr uint32_t held = held_bits(Table, Reg, Strict);
    constexpr uint32_t constants = constant_bits(Table, Reg) & held;
    constexpr uint32_t echoed = echoed_bits(Table, Reg, Strict);
    uint32_t bits = 0;
    if constexpr (held != 0) {
        bits |= (words[Reg] & held) ^ constants;
    }
    if constexpr (echoed != 0) {
        bits |= (words[Reg] ^ request[Reg]) & echoed;
    }
    return bits;
}

/// A value that its register's bits can have and its field cannot.
struct Exclusion {
    Register reg;
    uint32_t bits;
    uint32_t value;
};

/// The value that a table excludes: no table has two. If it has none, `bits` is 0.
constexpr Exclusion exclusion(const Layout& layout) {
    for (const Row& row : layout) {
        if (carries_value(row) && excluded(row.field) != any) {
            return {row.reg, mask(row), static_cast<uint32_t>(excluded(row.field)) << row.lsb};
        }
    }
    return {W3, 0, 0};
}

template <const Layout& Table>
inline constexpr Exclusion exclusion_of = exclusion(Table);

template <const Layout& Table>
[[TSRPC_INLINED_]] constexpr bool obeys_doorbell_rule(const Registers& words) {
    if constexpr (has_field(Table, Field::request_length)) {
        return pick_wide<Table, Field::memory_handle>(words) != TSRPC_INVALID_MEMORY_HANDLE ||
               pick<Table, Field::request_length>(words) == 0;
    } else {
        return true;
    }
}

template <const Layout& Table, Strictness Strict>
[[TSRPC_INLINED_]] constexpr bool accepts(const Registers& words, const Registers& request) {
    constexpr bool is_overlooked =
        Strict == Strictness::lenient && needs_success(Table, find_part(Table, Field::interface_id, 0));
    constexpr Register status = find_part(Table, Field::rpc_status, 0).reg;
    constexpr bool may_be_doorbell = Strict == Strictness::strict && has_field(Table, Field::request_length);
    // W3, W6, W7, W5, W4: in this order gcc 12 loads two registers with one instruction on aarch64.
    // The excluded value is tested here and not in a function: clang emits a branch otherwise.
    return (difference<Table, Strict, W3>(words, request) | difference<Table, Strict, W6>(words, request) |
            difference<Table, Strict, W7>(words, request) | difference<Table, Strict, W5>(words, request) |
            difference<Table, Strict, W4>(words, request)) == 0 &&
           (exclusion_of<Table>.bits == 0 ||
            (words.words[exclusion_of<Table>.reg] & exclusion_of<Table>.bits) != exclusion_of<Table>.value ||
            (is_overlooked && words.words[status] != TSRPC_RPC_SUCCESS)) &&
           (!may_be_doorbell || obeys_doorbell_rule<Table>(words));
}

/// Alone makes an Unpacked, so that one with a message always holds words that have one.
struct Unpacker {
    template <class MessageType, Strictness Strict>
    [[TSRPC_INLINED_]] static constexpr Unpacked<MessageType> unpack(const Registers& words, const Registers& request,
                                                                     bool received = true) {
        return {words, request, received && accepts<MessageType::Codec::layout, Strict>(words, request), received};
    }
};

} // namespace detail

/// The registers of the request that a response answers, where the request's message is not at hand.
class AnswerTo {
  public:
    // Copied word by word, as in Unpacked.
    [[TSRPC_INLINED_]] explicit constexpr AnswerTo(const Registers& request)
        : request_{{request[W3], request[W4], request[W5], request[W6], request[W7]}} {}

    /// The same registers.
    [[TSRPC_INLINED_]] constexpr const Registers& request() const { return request_; }

  private:
    Registers request_;
};

namespace detail {

template <class MessageType>
inline constexpr bool is_response = MessageType::Codec::layout.direction == Direction::response;

template <class Response, class Request>
inline constexpr bool answers =
    is_response<Response> && !is_response<Request> && Response::Codec::layout.message == Request::Codec::layout.message;

} // namespace detail

/// A request, if the registers break no MUST of its table: fixed values, MBZ bits, value ranges. Broken SHOULDs do not
/// refuse it; `violations()` lists them too.
template <class Request>
[[nodiscard, TSRPC_INLINED_]] constexpr Unpacked<Request> unpack(const Registers& words) {
    static_assert(!detail::is_response<Request>,
                  "a response is held to its request: pass the request too, or say unpack_without_request");
    return detail::Unpacker::unpack<Request, detail::Strictness::strict>(words, words);
}

/// The same for a response, which must also echo its request, a message: `unpack<GetVersionResponse>(words, request)`.
template <class Response, class Request>
[[nodiscard, TSRPC_INLINED_]] constexpr Unpacked<Response> unpack(const Registers& words, const Request& request) {
    static_assert(detail::answers<Response, Request>, "this message is no response to that request");
    return detail::Unpacker::unpack<Response, detail::Strictness::strict>(words, pack(request));
}

/// The same where the request is known by its registers alone: `unpack<GetVersionResponse>(words, AnswerTo{request})`.
template <class Response>
[[nodiscard, TSRPC_INLINED_]] constexpr Unpacked<Response> unpack(const Registers& words, const AnswerTo& to) {
    static_assert(detail::is_response<Response>, "a request answers no other: unpack<...>(words)");
    return detail::Unpacker::unpack<Response, detail::Strictness::strict>(words, to.request());
}

/// Does not compile: which registers are the request's? Say `AnswerTo{request}`.
template <class Response>
Unpacked<Response> unpack(const Registers& words, const Registers& request) = delete;

/// The same for a response whose request is not known: what it should echo is not checked, so it may answer another.
template <class Response>
[[nodiscard, TSRPC_INLINED_]] constexpr Unpacked<Response> unpack_without_request(const Registers& words) {
    static_assert(detail::is_response<Response>, "a request answers no other: unpack<...>(words)");
    return detail::Unpacker::unpack<Response, detail::Strictness::strict>(words, words);
}

/// The message, whatever its flags, SAP bits, reserved bits and echo. Fails only if there is no such message:
/// another interface id or opcode in a request, or a value that the message cannot hold. The interface id of a
/// SERVICE_INFO response means nothing after an RPC error: 0xff is then taken too, and reads as 0.
template <class MessageType>
[[nodiscard, TSRPC_INLINED_]] constexpr Unpacked<MessageType> unpack_lenient(const Registers& words) {
    return detail::Unpacker::unpack<MessageType, detail::Strictness::lenient>(words, words);
}

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_UNPACK_HPP
