// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/log/pairing.hpp"

#include <algorithm>
#include <vector>

namespace tsrpc::conformance {
namespace {

using report::FrameForm;
using report::LoggedFrame;

constexpr uint32_t echoed = TSRPC_CONTROL_OPCODE_MASK | TSRPC_CONTROL_INTERFACE_ID_MASK;

bool has_same_control(const LoggedFrame& one, const LoggedFrame& other) {
    return ((one.words[W3] ^ other.words[W3]) & echoed) == 0;
}

/// Whether the response can be to the request by all that their lines say but the words.
bool can_answer(const LoggedFrame& response, const LoggedFrame& request) {
    return response.form == request.form && (response.form != FrameForm::ffa || (response.sender == request.receiver &&
                                                                                 response.receiver == request.sender));
}

/// Whether W4 is what a response can have there, and what no doorbell has.
bool can_be_response(const Registers& words) {
    const auto status = static_cast<int32_t>(words[W4]);
    const bool is_doorbell = words[W4] == UINT32_MAX && words[W5] == UINT32_MAX;
    return classify(words) == Message::get_version ? words[W4] != 0 : status <= 0 && status >= -8 && !is_doorbell;
}

} // namespace

bool Pairing::is_response(const LoggedFrame& frame) const {
    const auto last = std::find_if(waiting_.rbegin(), waiting_.rend(),
                                   [](const Waiting& request) { return request.frame.form == FrameForm::plain; });
    return last != waiting_.rend() && !last->frame.has_direction && has_same_control(frame, last->frame) &&
           can_be_response(frame.words);
}

void Pairing::request(const LoggedFrame& frame) {
    if (frame.form == FrameForm::call || frame.form == FrameForm::send) { // one at a time
        unanswered_ += std::erase_if(waiting_, [&](const Waiting& other) { return other.frame.form == frame.form; });
    }
    waiting_.push_back({frame});
    if (waiting_.size() > most_waiting) {
        waiting_.pop_front();
        ++unanswered_;
    }
}

Answered Pairing::response(const LoggedFrame& frame) {
    std::vector<size_t> candidates;
    std::vector<size_t> same;
    for (size_t i = 0; i < waiting_.size(); ++i) {
        if (can_answer(frame, waiting_[i].frame)) {
            candidates.push_back(i);
            if (has_same_control(frame, waiting_[i].frame)) {
                same.push_back(i);
            }
        }
    }
    if (candidates.empty()) {
        return {};
    }
    const size_t chosen = same.empty() ? candidates.front() : same.front();
    const std::vector<size_t>& others = same.empty() ? candidates : same;
    const Waiting request = waiting_[chosen];
    const bool is_alone =
        std::ranges::all_of(others, [&](size_t i) { return waiting_[i].frame.words == request.frame.words; });
    for (const size_t i : others) {
        waiting_[i].is_doubtful = waiting_[i].is_doubtful || !is_alone;
    }
    waiting_.erase(waiting_.begin() + static_cast<ptrdiff_t>(chosen));
    return {request.frame, is_alone && !request.is_doubtful};
}

void Pairing::forget() {
    unanswered_ += waiting_.size();
    waiting_.clear();
}

} // namespace tsrpc::conformance
