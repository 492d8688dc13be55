// SPDX-License-Identifier: BSD-3-Clause
//
// One type a field, so that a handle is never taken for a tag, nor an opcode for an interface id.
#ifndef TSRPC_CODEC_VALUE_HPP
#define TSRPC_CODEC_VALUE_HPP

#include "tsrpc/layout.hpp"
#include "tsrpc/trap.h"

namespace tsrpc {
inline namespace v0_2_0 {

/// Refuses a value that has no encoding: a compile-time error in constant expressions, a trap at run time.
[[noreturn]] inline void value_has_no_encoding() {
    for (;;) {
        TSRPC_TRAP();
    }
}

namespace detail {

/// The same for a constant outside constant expressions. gcc reports the call if it optimises; clang has diagnose_if.
[[gnu::error("this constant is no value that the ABI allows here")]] void constant_is_not_allowed();

/// Whether the compiler knows a number. Not asked of clang, which answers only after its front end.
#ifdef __clang__
#define TSRPC_IS_KNOWN_(number) false
#define TSRPC_REFUSES_CONSTANT_(condition)                                                                             \
    _Pragma("clang diagnostic push") _Pragma("clang diagnostic ignored \"-Wgcc-compat\"")                              \
        __attribute__((diagnose_if(condition, "this constant is no value that the ABI allows here", "error")))         \
        _Pragma("clang diagnostic pop")
#else
#define TSRPC_REFUSES_CONSTANT_(condition)
#ifdef __OPTIMIZE__
#define TSRPC_IS_KNOWN_(number) __builtin_constant_p(number)
#else
#define TSRPC_IS_KNOWN_(number) false
#endif
#endif

template <class Type>
struct Read;

/// The types whose numbers a field takes, if they are not wider than it.
template <class Number>
inline constexpr bool is_unsigned = __is_same(Number, unsigned char) || __is_same(Number, unsigned short) ||
                                    __is_same(Number, unsigned int) || __is_same(Number, unsigned long) ||
                                    __is_same(Number, unsigned long long);

/// Whether a number of this type may not fit a field. Not of literals, which are of type `int`, nor of the constants of
/// an enum: braces check them. But of their variables, which deduce a reference. A class says itself what it becomes.
template <class Rep, class Number>
inline constexpr bool may_not_fit =
    !(is_unsigned<Number> && sizeof(Number) <= sizeof(Rep)) && !__is_same(Number, int) && !__is_enum(Number) &&
    !__is_class(Number) && !__is_union(Number);
template <class Rep, class Number>
inline constexpr bool may_not_fit<Rep, const Number&> = may_not_fit<Rep, Number>;
template <class Rep, class Number>
inline constexpr bool may_not_fit<Rep, Number&> = __is_same(Number, int) ||
                                                  __is_enum(Number) || may_not_fit<Rep, Number>;

template <bool>
struct EnableIf {};
template <>
struct EnableIf<true> {
    using type = int;
};

/// `excluded` as a constant, not as a call, at -O0 too.
template <Field OfField>
inline constexpr int64_t excluded_from = excluded(OfField);

/// Marks a value that is known to be one that its field can hold.
struct Unchecked {};

/// Leaves an array as it is, where its elements are written before they are read.
struct Unfilled {};

} // namespace detail

/// The value of a field, an unsigned `Rep` as wide as the field. Write it in braces, `Opcode{0x0102}`: then a literal
/// that does not fit is refused by every compiler.
template <Field OfField, class Rep>
class Value {
  public:
    static constexpr Field field = OfField;

    /// Whether the field can carry the number: false for interface id 0xff, for protocol version 0, and for what is
    /// wider than the field.
    static constexpr bool can_hold(uint64_t number) {
        if constexpr (detail::excluded_from<OfField> != any) {
            return static_cast<Rep>(number) == number &&
                   static_cast<Rep>(number) != Rep(detail::excluded_from<OfField>);
        } else {
            return static_cast<Rep>(number) == number;
        }
    }

    Value() = delete;

    /// Refuses what `can_hold` says no to; ask it first if the number comes from outside.
    [[TSRPC_INLINED_]] explicit constexpr Value(Rep number) TSRPC_REFUSES_CONSTANT_(!can_hold(number))
        : value_{number} {
        if constexpr (detail::excluded_from<OfField> != any) {
            if (TSRPC_IS_KNOWN_(number) && number == Rep(detail::excluded_from<OfField>)) {
                detail::constant_is_not_allowed();
            }
            if (number == Rep(detail::excluded_from<OfField>)) {
                value_has_no_encoding();
            }
        }
    }

    /// A number of a type that the field cannot hold does not compile.
    template <class Number, typename detail::EnableIf<detail::may_not_fit<Rep, Number>>::type = 0>
    explicit constexpr Value(Number&&) : value_{} {
        static_assert(!detail::may_not_fit<Rep, Number>,
                      "this number may not fit the field: check its range, then static_cast it to the field's type");
    }

    /// The number.
    [[gnu::always_inline]] constexpr Rep value() const { return value_; }

  private:
    friend struct detail::Read<Value>;
    [[gnu::always_inline]] constexpr Value(Rep number, detail::Unchecked) : value_{number} {}

    Rep value_;
};

template <Field OfField, class Rep>
constexpr bool operator==(Value<OfField, Rep> a, Value<OfField, Rep> b) {
    return a.value() == b.value();
}
template <Field OfField, class Rep>
constexpr bool operator!=(Value<OfField, Rep> a, Value<OfField, Rep> b) {
    return a.value() != b.value();
}

using ProtocolVersion = Value<Field::version, uint32_t>;        ///< 1.. (ABI 3)
using InterfaceId = Value<Field::interface_id, uint8_t>;        ///< of a service: 0..0xfe (ABI 2)
using Opcode = Value<Field::opcode, uint16_t>;                  ///< of a service (ABI 2)
using MemoryHandle = Value<Field::memory_handle, uint64_t>;     ///< FF-A's name of a region of shared memory (ABI 3)
using MemoryTag = Value<Field::memory_tag, uint64_t>;           ///< FF-A's tag of that region (ABI 3)
using RequestLength = Value<Field::request_length, uint32_t>;   ///< bytes of the shared memory (ABI 3)
using ResponseLength = Value<Field::response_length, uint32_t>; ///< bytes of the shared memory (ABI 3)
using ClientId = Value<Field::client_id, uint32_t>;             ///< the driver sends 0 (ABI 3)
using ServiceStatus = Value<Field::service_status, uint32_t>;   ///< the service's own; needs RPC SUCCESS (ABI 3)

/// The handle of a call without shared memory (ABI 3).
inline constexpr MemoryHandle no_memory{TSRPC_INVALID_MEMORY_HANDLE};

/// The 16-bit FF-A id of an endpoint or caller. Travels in W1, not in the argument registers (ABI 1).
enum class EndpointId : uint16_t {};

/// What the endpoint says of the request's delivery (ABI 3). An open set: any other 32-bit value is kept as it is.
enum class RpcStatus : int32_t {
    success = TSRPC_RPC_SUCCESS,
    internal = TSRPC_RPC_INTERNAL,
    invalid_value = TSRPC_RPC_INVALID_VALUE,
    not_found = TSRPC_RPC_NOT_FOUND,
    invalid_state = TSRPC_RPC_INVALID_STATE,
    transport_layer = TSRPC_RPC_TRANSPORT_LAYER,
    invalid_request_body = TSRPC_RPC_INVALID_REQUEST_BODY,
    invalid_response_body = TSRPC_RPC_INVALID_RESPONSE_BODY,
    resource_failure = TSRPC_RPC_RESOURCE_FAILURE,
};

/// The ABI's name of a status ("NOT_FOUND"), or null for a value that version 1 does not define.
constexpr const char* name(RpcStatus status) {
    switch (status) {
    case RpcStatus::success: return "SUCCESS";
    case RpcStatus::internal: return "INTERNAL";
    case RpcStatus::invalid_value: return "INVALID_VALUE";
    case RpcStatus::not_found: return "NOT_FOUND";
    case RpcStatus::invalid_state: return "INVALID_STATE";
    case RpcStatus::transport_layer: return "TRANSPORT_LAYER";
    case RpcStatus::invalid_request_body: return "INVALID_REQUEST_BODY";
    case RpcStatus::invalid_response_body: return "INVALID_RESPONSE_BODY";
    case RpcStatus::resource_failure: return "RESOURCE_FAILURE";
    }
    return nullptr;
}

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_VALUE_HPP
