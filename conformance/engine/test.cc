// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/engine/test.hpp"

#include "conformance/engine/verdict.hpp"
#include "tsrpc/names.hpp"
#include "tsrpc/plugin.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <limits>

namespace tsrpc::conformance {
namespace {

/// So many tests may hang on one kind of request before it is not sent any more.
constexpr unsigned most_hangs = 2;

/// Seconds of sampled cases for one test: with some 120 tests, two minutes in all.
constexpr double normal_budget = 0.7;
constexpr double quick_budget = 0.05;

/// A target that is as fast, in seconds, is not sampled.
constexpr double fast_exchange = 0.0003;
constexpr double fast_boot = 0.002;

double budget_of(Effort effort) {
    switch (effort) {
    case Effort::quick: return quick_budget;
    case Effort::normal: return normal_budget;
    case Effort::full: break;
    }
    return std::numeric_limits<double>::infinity();
}

Granted grant_nothing(const Ask&) { return FfaError{TSRPC_FFA_NOT_SUPPORTED}; }

} // namespace

std::string kind_of(const Command& command) {
    const auto* const call = std::get_if<Call>(&command);
    return call == nullptr ? std::string(name(command))
                           : fmt::format("a {} request", tsrpc::name(classify(call->request)));
}

Test::Test(const Requirement& requirement, SuiteRun& run)
    : requirement_(requirement), run_(run), budget_(budget_of(run.options.effort)) {
    restart();
    if (!run_.pace) {
        run_.pace = Pace{}; // that of a target which is lost while it is measured: tests will meet why
        try {
            measure_pace();
        } catch (const TargetLost&) {
            restart();
        }
    }
}

void Test::restart() {
    link_ = nullptr; // one target at a time
    link_ = run_.start();
    trace_.clear();
    forget();
    greet();
}

void Test::aside(const std::function<void()>& body) {
    const Trace trace = std::exchange(trace_, {});
    const Findings findings = std::exchange(findings_, {});
    const Findings tolerated = std::exchange(tolerated_, {});
    const auto last_found = std::exchange(last_found_, std::nullopt);
    const std::vector<std::string> notes = notes_;
    body();
    trace_ = trace;
    findings_ = findings;
    tolerated_ = tolerated;
    last_found_ = last_found;
    notes_ = notes;
}

void Test::forget() {
    trace_.resize(std::min<size_t>(trace_.size(), 1));
    findings_.clear();
    tolerated_.clear();
    last_found_.reset();
}

void Test::greet() {
    const Command hello = Hello{};
    say({&hello, 1}, [](const Said&, size_t) {});
    if (!std::holds_alternative<Greeting>(trace_.back().reply->result)) {
        greeting_.role = TargetRole::caller; // one that could not be created, as nothing was granted to it
    }
}

void Test::refuse_what_hangs(std::span<const Command> commands) const {
    if (run_.hangs.empty()) {
        return;
    }
    for (const Command& command : commands) {
        const auto hangs = run_.hangs.find(kind_of(command));
        if (hangs != run_.hangs.end() && hangs->second >= most_hangs) {
            throw NotRun(
                fmt::format("{} tests hung on {}: those that need it are not run", hangs->second, hangs->first));
        }
    }
}

void Test::say(std::span<const Command> commands, const Heard& heard, const Grant& grant) {
    refuse_what_hangs(commands);
    std::string cannot;
    size_t answered = 0;
    const Grant recorded = [&](const Ask& ask) {
        const Granted granted = grant ? grant(ask) : grant_nothing(ask);
        trace_.back().asked.push_back({ask, granted, std::exchange(meanwhile_, {})});
        return granted;
    };
    // Of commands that are said at once those without a reply are not known to have been read: the trace has the first.
    const auto open = [&] { trace_.push_back({commands[answered], {}, {}}); };
    const TakeReply take = [&](Reply&& reply) {
        trace_.back().reply = std::move(reply);
        if (const auto* refusal = std::get_if<Cannot>(&trace_.back().reply->result); refusal && cannot.empty()) {
            cannot = refusal->why.empty() ? "the target cannot express it" : refusal->why;
        }
        if (const auto* const greeting = std::get_if<Greeting>(&trace_.back().reply->result)) {
            greeting_ = *greeting;
        }
        heard(trace_.back(), trace_.size() - 1);
        if (++answered < commands.size()) {
            open();
        }
    };
    if (commands.empty()) {
        return;
    }
    open();
    try {
        link_(commands, recorded, take);
    } catch (const TargetLost& lost) {
        if (lost.how == TargetLost::How::hung) {
            ++run_.hangs[kind_of(commands[answered])];
        }
        throw;
    }
    if (!cannot.empty()) {
        throw Unreachable(cannot);
    }
}

Reply Test::touch(const Command& command) {
    meanwhile_.push_back({command, conformance::say(link_, command)});
    return meanwhile_.back().reply;
}

void Test::own(std::initializer_list<std::string_view> requirements) {
    for (const std::string_view id : requirements) {
        if (find_requirement(id) == nullptr) {
            throw std::logic_error(fmt::format("no requirement '{}'", id));
        }
    }
    own_ = requirements;
}

void Test::find(Finding finding) {
    if (std::ranges::find(own_, finding.requirement) != own_.end()) {
        finding.requirement = requirement_.id;
    }
    const bool known = std::ranges::find(options().known, finding.requirement) != options().known.end();
    finding.step = trace_.empty() ? 0 : trace_.size() - 1;
    last_found_ = finding.step;
    Findings& findings = known ? tolerated_ : findings_;
    if (std::ranges::find(findings, finding.requirement, &Finding::requirement) == findings.end()) {
        findings.push_back(std::move(finding));
    }
}

bool Test::found_now() const { return last_found_ && *last_found_ + 1 == trace_.size(); }

void Test::require(bool ok, const std::string& detail) {
    require(ok, Finding{requirement_.id, Evidence::other, detail, {}});
}

void Test::require(bool ok, Finding finding) {
    if (!ok) {
        if (!found_now()) {
            find(std::move(finding));
        }
        throw Stopped{};
    }
}

size_t Test::affordable(size_t count, double exchanges, double boots) {
    const Pace pace = run_.pace.value_or(Pace{});
    const bool is_fast = pace.exchange < fast_exchange && (boots == 0 || pace.boot < fast_boot);
    if (options().effort == Effort::full || (options().effort == Effort::normal && is_fast)) {
        return count;
    }
    const double seconds_each = std::max(pace.exchange, 1e-6) * exchanges + pace.boot * boots;
    const auto most = static_cast<size_t>(budget_ / seconds_each);
    const size_t tried = std::min(count, std::max<size_t>(most, 1));
    budget_ = std::max(0.0, budget_ - static_cast<double>(tried) * seconds_each);
    if (tried < count) {
        note(fmt::format("{} of {} cases were tried{}", tried, count, sampled_note));
    }
    return tried;
}

/// Seconds that one command takes. It is no part of the test: the trace does not have it.
double Test::timed(const Command& command) {
    const auto start = std::chrono::steady_clock::now();
    conformance::say(link_, command);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Of some exchanges the time that a quarter of them is below: a busy machine makes single ones longer, hardly most.
void Test::measure_pace() {
    const Command probe = greeting_.role == TargetRole::sp
                              ? Command(Call{greeting_.senders.empty() ? uint16_t{1} : greeting_.senders.front(),
                                             pack(ServiceInfoRequest{Uuid{}})})
                              : Command(Reset{}); // no id is known to a caller yet
    std::array<double, 16> exchanges;
    std::ranges::generate(exchanges, [&] { return timed(probe); });
    std::ranges::nth_element(exchanges, exchanges.begin() + exchanges.size() / 4);
    Pace pace = {exchanges[exchanges.size() / 4], 0};
    if (greeting_.can_reset) {
        std::array<double, 3> boots;
        std::ranges::generate(boots, [&] { return timed(Reset{}) + timed(probe); });
        pace.boot = std::ranges::min(boots);
        timed(Reset{});
    }
    run_.pace = pace;
}

} // namespace tsrpc::conformance
