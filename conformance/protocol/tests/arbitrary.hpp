// SPDX-License-Identifier: BSD-3-Clause
//
// Any command, result, ask and event, for RapidCheck.
#ifndef TSRPC_CONFORMANCE_PROTOCOL_TESTS_ARBITRARY_HPP
#define TSRPC_CONFORMANCE_PROTOCOL_TESTS_ARBITRARY_HPP

#include "conformance/protocol/command.hpp"
#include "conformance/protocol/lines.hpp"
#include "conformance/protocol/reply.hpp"

#include <rapidcheck.h>

#include <ostream>
#include <string>
#include <type_traits>
#include <vector>

namespace tsrpc {

// What RapidCheck and GoogleTest print.
inline void showValue(const SpmcEvent& event, std::ostream& out) { out << conformance::to_line(event); }
inline void PrintTo(const SpmcEvent& event, std::ostream* out) { *out << conformance::to_line(event); }

namespace conformance {

inline void PrintTo(const Command& command, std::ostream* out) { *out << to_line(command); }
inline void PrintTo(const Result& result, std::ostream* out) { *out << to_line(result); }
inline void PrintTo(const Ask& ask, std::ostream* out) { *out << to_line(ask); }
inline void PrintTo(const Granted& granted, std::ostream* out) { *out << to_line(granted); }

namespace gen {

template <class T>
T any() {
    return *rc::gen::arbitrary<T>();
}

inline Registers registers() {
    Registers words = {};
    for (uint32_t& word : words.words) {
        word = any<uint32_t>();
    }
    return words;
}

inline Uuid uuid() {
    Uuid uuid = {};
    for (uint8_t& byte : uuid.bytes) {
        byte = any<uint8_t>();
    }
    return uuid;
}

/// Some of them with runs, which are shortened.
inline std::vector<uint8_t> bytes() {
    auto bytes = any<std::vector<uint8_t>>();
    bytes.insert(bytes.begin() + *rc::gen::inRange<ptrdiff_t>(0, static_cast<ptrdiff_t>(bytes.size()) + 1),
                 *rc::gen::inRange<size_t>(0, 40), any<uint8_t>());
    return bytes;
}

inline int32_t negative() { return *rc::gen::inRange<int32_t>(INT32_MIN, 0); }

/// As a line can hold it.
inline std::string text() { return printable(any<std::string>()); }

inline SpmcEvent event() {
    const bool is_retrieve = any<bool>();
    return {is_retrieve ? SpmcOperation::retrieve : SpmcOperation::relinquish,
            is_retrieve ? any<uint16_t>() : uint16_t{0}, any<uint64_t>(), is_retrieve ? any<uint64_t>() : 0,
            *rc::gen::element(0, negative())};
}

inline Command command() {
    const auto optional_handle = [] { return any<bool>() ? std::optional(any<uint64_t>()) : std::nullopt; };
    switch (*rc::gen::inRange<size_t>(0, std::variant_size_v<Command>)) {
    case 0: return Hello{any<uint32_t>()};
    case 1: return Reset{};
    case 2: return Bye{};
    case 3: return Read{any<uint64_t>(), any<uint64_t>(), any<uint64_t>()};
    case 4: return Write{any<uint64_t>(), any<uint64_t>(), bytes()};
    case 5: return Call{any<uint16_t>(), registers()};
    case 6: return Share{any<uint16_t>(), any<uint64_t>(), any<uint64_t>(), optional_handle()};
    case 7: return Reclaim{any<uint16_t>(), any<uint64_t>()};
    case 8:
        return Refuse{*rc::gen::element(SpmcOperation::retrieve, SpmcOperation::relinquish), negative(),
                      any<uint32_t>()};
    case 9: return Select{any<uint32_t>()};
    case 10: return Open{any<uint16_t>(), uuid()};
    case 11: return Close{any<uint32_t>()};
    case 12: return Alloc{any<uint32_t>(), any<uint64_t>()};
    case 13: return Free{any<uint32_t>()};
    case 14: return Invoke{any<uint32_t>(), any<uint16_t>(), any<uint32_t>(), any<uint32_t>()};
    case 15: return Load{any<uint32_t>(), any<uint64_t>(), any<uint64_t>()};
    default: return Store{any<uint32_t>(), any<uint64_t>(), bytes()};
    }
}

inline Greeting greeting() {
    return {any<uint32_t>(),
            *rc::gen::element(TargetRole::sp, TargetRole::caller),
            any<uint16_t>(),
            any<std::vector<uint16_t>>(),
            any<bool>(),
            any<bool>(),
            any<bool>(),
            any<bool>(),
            any<bool>(),
            any<bool>(),
            *rc::gen::nonZero<uint32_t>(),
            *rc::gen::nonZero<uint32_t>(),
            text()};
}

/// What the command can be answered with; its length becomes that of the answer.
inline Result result(Command& command) {
    switch (*rc::gen::inRange(0, 5)) {
    case 0: return FfaError{negative()};
    case 1: return Failed{*rc::gen::nonZero<int32_t>(), any<bool>()};
    case 2: return Cannot{text()};
    default: break;
    }
    return std::visit(
        []<class C>(C& c) -> Result {
            if constexpr (std::is_same_v<C, Hello>) {
                return greeting();
            } else if constexpr (std::is_same_v<C, Call>) {
                return Response{registers()};
            } else if constexpr (std::is_same_v<C, Share>) {
                return Shared{any<uint64_t>(), any<bool>()};
            } else if constexpr (std::is_same_v<C, Read> || std::is_same_v<C, Load>) {
                Bytes answer{bytes()};
                c.length = answer.bytes.size();
                return answer;
            } else if constexpr (std::is_same_v<C, Open>) {
                return Opened{any<uint32_t>()};
            } else if constexpr (std::is_same_v<C, Alloc>) {
                return Allocated{any<uint32_t>(), any<uint64_t>(), any<uint64_t>()};
            } else if constexpr (std::is_same_v<C, Invoke>) {
                return Invoked{any<uint32_t>(), any<uint32_t>()};
            } else {
                return Ok{};
            }
        },
        command);
}

inline Ask ask() {
    switch (*rc::gen::inRange<size_t>(0, std::variant_size_v<Ask>)) {
    case 0: return PartitionIds{uuid(), any<uint32_t>()};
    case 1: return Send{any<uint16_t>(), registers()};
    case 2: return FfaShare{any<uint16_t>(), any<uint64_t>(), any<uint64_t>()};
    default: return FfaReclaim{any<uint64_t>()};
    }
}

inline Granted granted(const Ask& ask) {
    if (any<bool>()) {
        return FfaError{negative()};
    }
    switch (ask.index()) {
    case 0: return Ids{any<std::vector<uint16_t>>()};
    case 1: return Response{registers()};
    case 2: return Shared{any<uint64_t>()};
    default: return Ok{};
    }
}

} // namespace gen
} // namespace conformance
} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_PROTOCOL_TESTS_ARBITRARY_HPP
