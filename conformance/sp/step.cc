// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/step.hpp"

#include <fmt/format.h>

namespace tsrpc::conformance {
namespace {

Step without_calls(Step fill) {
    fill.detail %= 0x80;
    return fill;
}

} // namespace

Step::Kind kind_of(const Step& step) { return static_cast<Step::Kind>(step.kind % Step::kinds); }

bool fills_with_calls(const Step& step) { return step.detail >= 0x80; }

Step random_step(std::mt19937_64& random) {
    using Kind = Step::Kind;
    constexpr Kind often[] = {
        Kind::get_version, Kind::service_info, Kind::service_info, Kind::unknown_opcode, Kind::share,    Kind::share,
        Kind::share,       Kind::reclaim,      Kind::retrieve,     Kind::retrieve,       Kind::retrieve, Kind::retrieve,
        Kind::relinquish,  Kind::relinquish,   Kind::call,         Kind::call,           Kind::call,     Kind::call,
        Kind::call,        Kind::call,         Kind::call,         Kind::doorbell,       Kind::write,    Kind::look,
        Kind::any_words,   Kind::renew,        Kind::renew,
    };
    const auto below = [&random](uint64_t limit) { return random() % limit; };
    Step step;
    const uint64_t seldom = below(128);
    step.kind = static_cast<uint8_t>(seldom == 0   ? Kind::reboot
                                     : seldom == 1 ? Kind::fill
                                                   : often[below(std::size(often))]);
    step.sender = below(4) == 0 ? static_cast<uint8_t>(1 + below(Step::senders)) : uint8_t{0};
    step.region = static_cast<uint8_t>(below(3) == 0 ? below(Step::places) : below(3));
    step.detail = static_cast<uint8_t>(random());
    step.change = below(8) == 0 ? static_cast<uint8_t>(random()) : uint8_t{0};
    step.number = static_cast<uint16_t>(random());
    return step;
}

std::vector<std::vector<Step>> simpler(const Step& step) {
    using Kind = Step::Kind;
    std::vector<std::vector<Step>> simpler;
    const auto with = [&](auto member, auto value) {
        if (step.*member > value) {
            simpler.push_back({step});
            simpler.back().front().*member = value;
        }
    };
    const auto as = [&](Kind kind, uint8_t detail) {
        return Step{static_cast<uint8_t>(kind), step.sender, step.region, detail, 0, Step::two_pages_long};
    };
    if (kind_of(step) == Kind::fill) {
        const Step renew = as(Kind::renew, step.detail);
        simpler.push_back({renew});
        const Step quiet = without_calls(step);
        if (quiet != step) {
            const bool twin = step.detail % 4 == 3;
            simpler.push_back({quiet});
            simpler.push_back({as(Kind::service_info, twin ? 1 : 0), quiet});
            if (step.number > 0) {
                Step fewer = quiet;
                --fewer.number;
                simpler.push_back({fewer, renew, as(Kind::call, twin ? 3 : 0)});
            }
        }
        with(&Step::number, static_cast<uint16_t>(step.number % Step::most_filled));
        if (step.number < Step::most_filled) {
            with(&Step::number, static_cast<uint16_t>(step.number - 1));
        }
    } else if (kind_of(step) == Kind::renew) {
        simpler.push_back({as(Kind::share, step.detail)});
        simpler.push_back({as(Kind::retrieve, 0)});
    }
    with(&Step::change, uint8_t{0});
    with(&Step::number, uint16_t{0});
    with(&Step::number, static_cast<uint16_t>(step.number / 2));
    with(&Step::detail, uint8_t{0});
    with(&Step::detail, static_cast<uint8_t>(step.detail / 2));
    with(&Step::sender, uint8_t{0});
    with(&Step::region, uint8_t{0});
    return simpler;
}

std::string describe(const Step& step) {
    constexpr const char* names[Step::kinds] = {"get_version", "service_info", "unknown_opcode", "share",    "reclaim",
                                                "retrieve",    "relinquish",   "call",           "doorbell", "write",
                                                "look",        "any_words",    "reboot",         "renew",    "fill"};
    return fmt::format("{} sender={} region={} detail={} change={} number=0x{:04x}", names[step.kind % Step::kinds],
                       step.sender, step.region, step.detail, step.change, step.number);
}

} // namespace tsrpc::conformance
