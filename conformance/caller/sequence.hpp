// SPDX-License-Identifier: BSD-3-Clause
//
// Sequences of what a caller's user does, legal and illegal, with true and false answers. The judge knows what is wrong
// in each exchange; what a sequence adds is that what may be done is done, as long as nobody has lied.
#ifndef TSRPC_CONFORMANCE_CALLER_SEQUENCE_HPP
#define TSRPC_CONFORMANCE_CALLER_SEQUENCE_HPP

#include "conformance/caller/step.hpp"
#include "conformance/caller/user.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

/// Performs steps as the user of a caller.
class CallerSequence {
  public:
    /// Creates a caller in the usual world.
    explicit CallerSequence(User& user);

    void perform(const CallerStep& step);

  private:
    void create(const CallerStep& step);
    void open(const CallerStep& step);
    void close(uint32_t session);
    void alloc(const CallerStep& step, uint32_t session);
    void free(uint32_t memory);
    void invoke(const CallerStep& step, uint32_t session, uint32_t memory);
    void check_payload(uint32_t memory, std::span<const uint8_t> sent, const Invoked& invoked);
    bool must_open(uint16_t endpoint, const Uuid& service) const;

    /// What is refused though it need not be.
    void refused(std::string_view requirement, std::string_view what);

    User& user_;
    bool exists_ = false;                                              ///< a caller
    bool trusts_ = true;                                               ///< nobody has lied to it
    std::array<std::optional<uint32_t>, CallerStep::places> sessions_; ///< open or closed
    std::array<std::optional<uint32_t>, CallerStep::places> memories_; ///< allocated or freed

    /// Bytes of the largest memory that was allocated while there was no other: it can be again.
    uint64_t largest_alone_ = 0;
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_CALLER_SEQUENCE_HPP
