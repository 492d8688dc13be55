// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/caller/step.hpp"

#include <iterator>
#include <utility>

namespace tsrpc::conformance {
namespace {

using Kind = CallerStep::Kind;
using To = CallerStep::To;

/// What a caller usually asks for when its user does that.
To usual_target(Kind kind, uint64_t random) {
    switch (kind) {
    case Kind::create: return random % 4 == 0 ? To::partition_ids : To::get_version;
    case Kind::open: return random % 8 == 0 ? To::get_version : To::service_info;
    case Kind::alloc: return random % 4 == 0 ? To::share : To::retrieve_mem;
    case Kind::free: return random % 4 == 0 ? To::reclaim : To::relinquish_mem;
    case Kind::invoke:
    case Kind::doorbell: return To::service_call;
    case Kind::close: break;
    }
    return To::all;
}

} // namespace

CallerStep::Kind kind_of(const CallerStep& step) { return static_cast<Kind>(step.kind % CallerStep::kinds); }
CallerStep::Lie lie_of(const CallerStep& step) { return static_cast<CallerStep::Lie>(step.lie % CallerStep::lies); }
CallerStep::To target_of(const CallerStep& step) { return static_cast<To>(step.to % CallerStep::targets); }

CallerStep random_caller_step(std::mt19937_64& random) {
    constexpr Kind often[] = {
        Kind::open,   Kind::open,     Kind::open,     Kind::open,   Kind::alloc,  Kind::alloc,
        Kind::alloc,  Kind::invoke,   Kind::invoke,   Kind::invoke, Kind::invoke, Kind::invoke,
        Kind::invoke, Kind::doorbell, Kind::doorbell, Kind::free,   Kind::free,   Kind::close,
    };
    const auto below = [&random](uint64_t limit) { return random() % limit; };
    const auto byte = [&random] { return static_cast<uint8_t>(random()); };
    CallerStep step;
    const Kind kind = below(32) == 0 ? Kind::create : often[below(std::size(often))];
    step.kind = static_cast<uint8_t>(kind);
    step.session = static_cast<uint8_t>(below(3) == 0 ? below(CallerStep::places) : 0);
    step.memory = static_cast<uint8_t>(below(2) == 0 ? below(CallerStep::places) : 0);
    step.detail = byte();
    step.number = static_cast<uint16_t>(random());
    if (below(8) == 0) {
        step.lie = static_cast<uint8_t>(1 + below(CallerStep::lies - 1u));
        step.to = below(8) == 0 ? byte() : static_cast<uint8_t>(usual_target(kind, random()));
    }
    return step;
}

std::vector<std::vector<CallerStep>> simpler(const CallerStep& step) {
    std::vector<std::vector<CallerStep>> simpler;
    const auto with = [&](auto member, auto value) {
        if (step.*member > value) {
            simpler.push_back({step});
            simpler.back().front().*member = value;
        }
    };
    with(&CallerStep::lie, uint8_t{0});
    with(&CallerStep::lie, static_cast<uint8_t>(step.lie - 1));
    with(&CallerStep::to, uint8_t{0});
    with(&CallerStep::detail, uint8_t{0});
    with(&CallerStep::detail, static_cast<uint8_t>(step.detail / 2));
    with(&CallerStep::number, uint16_t{0});
    with(&CallerStep::number, static_cast<uint16_t>(step.number / 2));
    with(&CallerStep::session, uint8_t{0});
    with(&CallerStep::memory, uint8_t{0});
    return simpler;
}

} // namespace tsrpc::conformance
