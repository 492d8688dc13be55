// SPDX-License-Identifier: BSD-3-Clause
//
// Random sequences of steps, and the shortest one that still fails. Knows neither what a step is nor a target.
#ifndef TSRPC_CONFORMANCE_ENGINE_EXPLORE_HPP
#define TSRPC_CONFORMANCE_ENGINE_EXPLORE_HPP

#include <algorithm>
#include <cstddef>
#include <functional>
#include <vector>

namespace tsrpc::conformance {

/// What can stand in a step's place with less to it: each is a step, or a few. Taking one after the other must come to
/// an end.
template <class Step>
using Simpler = std::function<std::vector<std::vector<Step>>(const Step& step)>;

/// Whether a sequence still fails in the way that is looked for. Performing it again must lead to the same.
template <class Step>
using StillFails = std::function<bool(const std::vector<Step>& steps)>;

namespace detail {

/// Leaves out runs of steps, long ones first, as long as that fails.
template <class Step>
bool leave_out(std::vector<Step>& steps, const StillFails<Step>& still_fails) {
    bool shorter = false;
    for (size_t length = std::max<size_t>(steps.size() / 2, 1); length > 0; length /= 2) {
        for (size_t end = steps.size(); end > 0;) { // from the end: what comes later depends on what comes before
            const size_t begin = end > length ? end - length : 0;
            std::vector<Step> fewer = steps;
            fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(begin),
                        fewer.begin() + static_cast<std::ptrdiff_t>(end));
            if (still_fails(fewer)) {
                steps = std::move(fewer);
                shorter = true;
            }
            end = begin;
        }
    }
    return shorter;
}

/// Replaces steps by simpler ones, as long as that fails.
template <class Step>
bool simplify(std::vector<Step>& steps, const Simpler<Step>& simpler, const StillFails<Step>& still_fails) {
    bool any = false;
    for (size_t i = 0; i < steps.size(); ++i) {
        const auto begin = static_cast<std::ptrdiff_t>(i);
        for (bool again = true; again;) {
            again = false;
            for (const std::vector<Step>& some : simpler(steps[i])) {
                std::vector<Step> other = steps;
                other.erase(other.begin() + begin);
                other.insert(other.begin() + begin, some.begin(), some.end());
                if (still_fails(other)) {
                    steps = std::move(other);
                    any = again = true;
                    break;
                }
            }
        }
    }
    return any;
}

} // namespace detail

/// The sequence without what it does not need to fail: no step can be left out, none replaced by what `simpler` gives
/// for it.
template <class Step>
std::vector<Step> shrink(std::vector<Step> steps, const Simpler<Step>& simpler, const StillFails<Step>& still_fails) {
    bool better = true;
    while (better) {
        better = detail::leave_out(steps, still_fails);
        better = detail::simplify(steps, simpler, still_fails) || better;
    }
    return steps;
}

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_ENGINE_EXPLORE_HPP
