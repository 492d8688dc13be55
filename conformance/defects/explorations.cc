// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/defects/explorations.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <map>
#include <system_error>
#include <thread>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tsrpc::conformance {
namespace {

/// How it was found; empty: it was not.
std::string how_found(const Outcome& outcome) {
    const bool is_found =
        (is_failure(outcome.verdict) && outcome.verdict != Verdict::error) || outcome.verdict == Verdict::warn;
    return !is_found ? ""
                     : fmt::format("{} {} in {} commands", name(outcome.verdict),
                                   outcome.blamed() ? outcome.blamed()->id : "", outcome.trace.size());
}

/// One exploration, in a child process that writes what it found to a pipe.
class Child {
  public:
    explicit Child(const Exploration& exploration) {
        int ends[2] = {};
        if (pipe(ends) != 0) {
            throw std::system_error(errno, std::generic_category(), "pipe");
        }
        output_ = ends[0];
        id_ = fork();
        if (id_ < 0) {
            throw std::system_error(errno, std::generic_category(), "fork");
        }
        if (id_ == 0) {
            constexpr rlimit seconds = {60, 61}; // of CPU time: what hangs is ended
            setrlimit(RLIMIT_CPU, &seconds);
            const std::string how = how_found(exploration.explore());
            std::_Exit(write(ends[1], how.data(), how.size()) == static_cast<ssize_t>(how.size()) ? 0 : EXIT_FAILURE);
        }
        close(ends[1]);
    }

    pid_t id() const { return id_; }

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
    pid_t id_;
};

/// How each of the defects was found, in their order.
std::vector<std::string> explore_all(const std::vector<Exploration>& explorations) {
    std::vector<std::string> results(explorations.size());
    std::map<pid_t, size_t> running;
    std::vector<Child> children;
    const size_t most = std::max(1u, std::thread::hardware_concurrency());
    while (children.size() < explorations.size() || !running.empty()) {
        if (children.size() < explorations.size() && running.size() < most) {
            children.emplace_back(explorations[children.size()]);
            running[children.back().id()] = children.size() - 1;
            continue;
        }
        int status = 0;
        const auto ended = running.find(wait(&status));
        if (ended != running.end()) {
            results[ended->second] = children[ended->second].result(status);
            running.erase(ended);
        }
    }
    return results;
}

} // namespace

size_t count_found(const std::vector<Exploration>& explorations) {
    const std::vector<std::string> results = explore_all(explorations);
    size_t found = 0;
    for (size_t i = 0; i < explorations.size(); ++i) {
        found += !results[i].empty();
        fmt::print("{:<6} {:<75} {:<40} {}\n", results[i].empty() ? "missed" : "found", explorations[i].name,
                   explorations[i].test, results[i]);
    }
    fmt::print("random sequences find {} of {} planted defects\n", found, explorations.size());
    return found;
}

} // namespace tsrpc::conformance
