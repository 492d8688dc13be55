// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_SP_MEASURE_HPP
#define TSRPC_CONFORMANCE_SP_MEASURE_HPP

#include "conformance/engine/test.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tsrpc::conformance {

/// Says things to an SP, and tells no judge what it thinks of the answers.
class Measure {
  public:
    explicit Measure(Test& test);

    uint16_t one() const { return one_; }     ///< a sender that the target has
    uint16_t other() const { return other_; } ///< another; the same where it has only one
    const Greeting& target() const { return test_.target(); }

    /// The result stays as it is until the next is said.
    const Result& say(const Command& command);

    /// The words of the answer to a direct request.
    Registers request(uint16_t sender, const Registers& words);

    /// Shares so many pages and has them retrieved: the handle; nothing where that is refused.
    std::optional<uint64_t> retrieve(uint16_t owner, uint64_t pages);

    /// Retrieves regions of one page until one is refused, or so many are retrieved: how many.
    size_t fill(uint16_t owner, size_t most);

    /// Relinquishes and reclaims all that was retrieved.
    void give_back();

  private:
    struct Held {
        uint16_t owner;
        uint64_t handle;
    };

    Test& test_;
    uint16_t one_;
    uint16_t other_;
    std::vector<Held> held_{};
    uint64_t handles_ = 0;
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_MEASURE_HPP
