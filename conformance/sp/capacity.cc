// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/capacity.hpp"

#include "conformance/sp/measure.hpp"

namespace tsrpc::conformance {
namespace {

Capacity measure_all(Measure& measure) {
    constexpr uint64_t page_counts[] = {1, 2, 3, 4, 8, 16, 20, 64, 256, 1024};
    const uint16_t one = measure.one();
    const uint16_t other = measure.other();
    Capacity capacity;
    for (const uint64_t pages : page_counts) {
        if (!measure.retrieve(one, pages)) {
            break;
        }
        capacity.pages_of_region = pages;
        measure.give_back();
    }
    if (capacity.pages_of_region > 0) {
        capacity.beside_others = other != one && measure.retrieve(one, 1) && measure.retrieve(other, 1);
        measure.give_back();
        capacity.regions_of_caller = measure.fill(one, most_slots);
        capacity.regions = capacity.regions_of_caller + (other == one ? 0 : measure.fill(other, most_slots));
        capacity.is_limit = capacity.regions_of_caller < most_slots;
    }
    measure.give_back();
    return capacity;
}

/// Taken of a target that is lost while it is measured.
constexpr Capacity lost_capacity = {3, 6, 16, false};

} // namespace

std::optional<Capacity> measure_capacity(Test& test) {
    if (!test.target().has_memory) {
        return std::nullopt;
    }
    try {
        Measure measure(test);
        const Capacity capacity = measure_all(measure);
        if (test.target().can_reset) {
            measure.say(Reset{});
        }
        return capacity;
    } catch (const TargetLost&) { // whatever it was, tests are to meet it, and not to be skipped
        test.restart();
        return lost_capacity;
    } catch (const NotRun&) {
        test.restart();
    } catch (const Unreachable&) {
    }
    return std::nullopt;
}

} // namespace tsrpc::conformance
