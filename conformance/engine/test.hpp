// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_ENGINE_TEST_HPP
#define TSRPC_CONFORMANCE_ENGINE_TEST_HPP

#include "conformance/engine/finding.hpp"
#include "conformance/engine/suite_run.hpp"
#include "conformance/protocol/link.hpp"
#include "conformance/protocol/trace.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tsrpc::conformance {

/// Ends a test: what it found says why.
struct Stopped {};

/// The target lacks what the test needs; ends the test.
class Skipped : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The way the target is attached cannot express the case; ends the test.
class Unreachable : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Other tests hung on what this one needs; ends the test.
class NotRun : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// One test's run on its target: says commands, keeps the trace, collects findings. It knows no role.
class Test {
  public:
    /// Is told of each exchange when it is complete, `index` in the trace.
    using Heard = std::function<void(const Said& said, size_t index)>;

    /// Starts the target and says hello. Throws what starting does.
    Test(const Requirement& requirement, SuiteRun& run);
    Test(const Test&) = delete;
    Test& operator=(const Test&) = delete;

    const Requirement& requirement() const { return requirement_; }
    const SuiteOptions& options() const { return run_.options; }
    SuiteRun& run() { return run_; }
    const Greeting& target() const { return greeting_; }

    // --- the conversation ------------------------------------------------------------------------------------------

    /// Says commands in order, as many at once as the target takes; each `reply` of the trace is there when `heard` is
    /// called. Throws TargetLost, whose fatal command is the last of the trace; Unreachable where the target cannot;
    /// NotRun.
    void say(std::span<const Command> commands, const Heard& heard, const Grant& grant = {});

    /// Says a Read or Write while a caller's ask is open, from within its Grant.
    Reply touch(const Command& command);

    /// All that was said, hello included. Stays as it is until the next `say`.
    const Trace& trace() const { return trace_; }

    /// The target after it was lost, and with it what was said and found so far: for exploring, which tries again.
    void restart();

    /// Does what is no part of the test, measuring say: trace, findings and notes are then as before.
    void aside(const std::function<void()>& body);

    /// Forgets what was said after hello and what was found, on a target that is as after boot.
    void forget();

    // --- findings --------------------------------------------------------------------------------------------------

    /// Keeps the first finding of each requirement. One of --known is kept aside.
    void find(Finding finding);

    /// What breaks one of these requirements in this test breaks the test's own, which is a case of them: from now on
    /// it is reported so.
    void own(std::initializer_list<std::string_view> requirements);

    const Findings& findings() const { return findings_; }
    const Findings& tolerated() const { return tolerated_; }

    /// Whether something was found in the last exchange of the trace, tolerated or not.
    bool found_now() const;

    /// Ends the test unless `ok`: its own requirement is broken, or what was found in the last exchange says why.
    void require(bool ok, const std::string& detail);

    /// The same for another requirement, or with other evidence.
    void require(bool ok, Finding finding);

    /// Makes findings of all levels count for the verdict, not only MUSTs and the test's own requirement: for tests
    /// that no single requirement is about.
    void count_all_levels() { counts_all_levels_ = true; }
    bool counts_all_levels() const { return counts_all_levels_; }

    /// What was seen where nothing is demanded.
    void note(std::string text) { notes_.push_back(std::move(text)); }
    const std::vector<std::string>& notes() const { return notes_; }

    // --- how much is tried -----------------------------------------------------------------------------------------

    /// How many of `count` cases of so many exchanges and boots each are tried: all, unless the target is slow or the
    /// effort quick. What is left out is noted.
    size_t affordable(size_t count, double exchanges, double boots = 0);

    /// Those of the cases that are tried, by the seed, in their order.
    template <class T>
    std::vector<T> sample(std::vector<T> cases, double exchanges, double boots = 0) {
        std::vector<T> chosen;
        std::mt19937_64 random(options().seed);
        std::ranges::sample(cases, std::back_inserter(chosen),
                            static_cast<std::ptrdiff_t>(affordable(cases.size(), exchanges, boots)), random);
        return chosen;
    }

  private:
    void greet();
    void refuse_what_hangs(std::span<const Command> commands) const;
    void measure_pace();
    double timed(const Command& command);

    const Requirement& requirement_;
    SuiteRun& run_;
    Link link_;
    Greeting greeting_;
    Trace trace_;
    std::vector<Touched> meanwhile_; ///< while the ask at hand is open
    Findings findings_;
    Findings tolerated_;
    std::optional<size_t> last_found_; ///< index in the trace of the exchange in which something was found last
    std::vector<std::string_view> own_;
    std::vector<std::string> notes_;
    bool counts_all_levels_ = false;
    double budget_; ///< seconds left for what can be sampled
};

/// The kind of a command for `SuiteRun::hangs`: its name, of a direct request the message's.
std::string kind_of(const Command& command);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_ENGINE_TEST_HPP
