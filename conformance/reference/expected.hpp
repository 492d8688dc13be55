// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REFERENCE_EXPECTED_HPP
#define TSRPC_CONFORMANCE_REFERENCE_EXPECTED_HPP

#include "conformance/reference/caller_error.hpp"

#include <utility>
#include <variant>

namespace tsrpc {

/// A value, or the error in its place. Test it before you look inside: who takes the one where the other is gets
/// std::bad_variant_access.
template <class T>
class [[nodiscard]] Expected {
  public:
    // Implicit, so that a function returns either.
    Expected(T value) : outcome_{std::move(value)} {}
    Expected(const CallerError& error) : outcome_{error} {}

    /// Whether there is a value.
    explicit operator bool() const { return std::holds_alternative<T>(outcome_); }

    /// The value.
    T& operator*() & { return std::get<T>(outcome_); }
    const T& operator*() const& { return std::get<T>(outcome_); }
    T&& operator*() && { return std::get<T>(std::move(outcome_)); }
    T* operator->() { return &**this; }
    const T* operator->() const { return &**this; }

    /// The error.
    CallerError error() const { return std::get<CallerError>(outcome_); }

  private:
    std::variant<T, CallerError> outcome_;
};

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_EXPECTED_HPP
