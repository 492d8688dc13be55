// SPDX-License-Identifier: BSD-3-Clause
//
// Sequences of requests, legal and illegal, as steps that can be drawn at random, shortened, and read from a fuzzer's
// bytes. A step is performed without a look at what came before: the judge knows what is answered.
#ifndef TSRPC_CONFORMANCE_SP_SEQUENCE_HPP
#define TSRPC_CONFORMANCE_SP_SEQUENCE_HPP

#include "conformance/sp/sp.hpp"
#include "conformance/sp/step.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace tsrpc::conformance {

/// Performs steps on an SP.
class Sequence {
  public:
    static constexpr size_t places = Step::places;

    explicit Sequence(Sp& sp) : sp_(sp) {}

    /// Posts the step's commands.
    void perform(const Step& step);

    /// Posts any five words, with the handle of a place's region in them if `place` is less than `places`.
    void perform(uint16_t sender, Registers words, size_t place);

  private:
    struct Place {
        uint16_t owner;
        uint64_t handle;
        uint64_t tag;
    };

    uint16_t sender_of(const Step& step) const;
    uint64_t handle_of(const Step& step) const;
    std::optional<InterfaceId> interface_of(const Step& step);
    void share(const Step& step);
    void renew(const Step& step);
    void fill(const Step& step);
    void call(const Step& step);
    void call_of_profile(const Step& step);
    void any_words(const Step& step);
    void service_info(const Step& step);
    void unless_refused(const Step& step, SpmcOperation operation, const Registers& words);
    const RegionState* find(uint64_t handle);
    static Place usual(size_t place);

    Sp& sp_;
    std::array<std::optional<Place>, places> shared_{}; ///< what was shared last in each place
    std::optional<std::vector<Callable>> profile_{};    ///< its calls, once they were asked for
    bool changes_posted_ = false;                       ///< to what is shared, which the state does not have yet
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_SEQUENCE_HPP
