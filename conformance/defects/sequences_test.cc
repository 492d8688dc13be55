// SPDX-License-Identifier: BSD-3-Clause
//
// How many planted defects random sequences find alone, with the default seed and number: nine of ten that a sequence
// can show. Each defect has a process of its own, in which it may crash or hang, and as many run as there are CPUs.
#include "conformance/defects/defect.hpp"
#include "conformance/engine/execute.hpp"
#include "conformance/sp/cases.hpp"
#include "conformance/targets/in_process.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <map>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tsrpc::conformance {
namespace {

/// A sequence has dozens of steps: it shows nothing that wears out. Which interface ids no service has is not known,
/// nor which one a service will have before it is asked.
bool can_be_shown(const Defect& defect) {
    const Requirement* const requirement = find_requirement(defect.test);
    return area(*requirement) != "endurance" && requirement->level != Level::ambiguous &&
           requirement->id != "call.unassigned_interface" && requirement->id != "call.unassigned_interface_status" &&
           requirement->id != "call.assigned_at_boot";
}

/// What random sequences say of an SP with the defect: nothing that makes a run fail or warn, or how it was found.
std::string explore(const Defect& defect) {
    const auto test = std::ranges::find_if(
        sp_cases(), [](const Case& c) { return c.requirement->id == "robustness.random_sequences"; });
    SuiteOptions options;
    options.effort = Effort::full; // however slow this machine is
    SuiteRun run = {[&defect] { return link_in_process(defective_sp_plugin(defect)); }, options, {}, {}, {}};
    const Outcome outcome = execute(*test, run);
    const bool is_found = (is_failure(outcome.verdict) && outcome.verdict != Verdict::error) || // not our own trouble
                          outcome.verdict == Verdict::warn;
    const auto is_request = [](const Said& said) { return std::holds_alternative<Call>(said.command); };
    return !is_found ? ""
                     : fmt::format("{} {} in {} requests", name(outcome.verdict),
                                   outcome.blamed() ? outcome.blamed()->id : "",
                                   std::ranges::count_if(outcome.trace, is_request));
}

/// One exploration, in a child process that writes what it found to a pipe.
class Exploration {
  public:
    explicit Exploration(const Defect& defect) {
        int ends[2] = {};
        if (pipe(ends) != 0) {
            throw std::system_error(errno, std::generic_category(), "pipe");
        }
        output_ = ends[0];
        child_ = fork();
        if (child_ < 0) {
            throw std::system_error(errno, std::generic_category(), "fork");
        }
        if (child_ == 0) {
            constexpr rlimit seconds = {60, 61}; // of CPU time: what hangs is ended
            setrlimit(RLIMIT_CPU, &seconds);
            const std::string how = explore(defect);
            std::_Exit(write(ends[1], how.data(), how.size()) == static_cast<ssize_t>(how.size()) ? 0 : EXIT_FAILURE);
        }
        close(ends[1]);
    }

    pid_t child() const { return child_; }

    /// How the defect was found; empty: it was not. The child has ended with this status.
    std::string result(int status) const {
        std::string how(1024, '\0');
        const ssize_t length = read(output_, how.data(), how.size());
        close(output_);
        how.resize(length < 0 ? 0 : static_cast<size_t>(length));
        if (WIFSIGNALED(status)) {
            return fmt::format("ended by signal {}", WTERMSIG(status));
        }
        EXPECT_EQ(WEXITSTATUS(status), 0);
        return how;
    }

  private:
    int output_;
    pid_t child_;
};

/// How each of the defects was found, in their order.
std::vector<std::string> explore_all(const std::vector<Defect>& defects) {
    std::vector<std::string> results(defects.size());
    std::map<pid_t, size_t> running;
    std::vector<Exploration> explorations;
    const size_t most = std::max(1u, std::thread::hardware_concurrency());
    while (explorations.size() < defects.size() || !running.empty()) {
        if (explorations.size() < defects.size() && running.size() < most) {
            explorations.emplace_back(defects[explorations.size()]);
            running[explorations.back().child()] = explorations.size() - 1;
            continue;
        }
        int status = 0;
        const auto ended = running.find(wait(&status));
        if (ended != running.end()) {
            results[ended->second] = explorations[ended->second].result(status);
            running.erase(ended);
        }
    }
    return results;
}

TEST(RandomSequences, FindNineOfTenDefects) {
    std::vector<Defect> defects = all_defects();
    std::erase_if(defects, [](const Defect& defect) { return !can_be_shown(defect); });
    const std::vector<std::string> results = explore_all(defects);
    size_t found = 0;
    for (size_t i = 0; i < defects.size(); ++i) {
        found += !results[i].empty();
        fmt::print("{:<6} {:<75} {:<40} {}\n", results[i].empty() ? "missed" : "found", defects[i].name,
                   defects[i].test, results[i]);
    }
    fmt::print("random sequences find {} of {} planted defects\n", found, defects.size());
    EXPECT_GE(found * 10, defects.size() * 9);
}

} // namespace
} // namespace tsrpc::conformance
