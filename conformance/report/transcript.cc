// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/transcript.hpp"

#include "conformance/report/frame_text.hpp"

#include <fmt/format.h>

namespace tsrpc::conformance {

void Transcript::add(Exchange exchange) {
    ++count_;
    last_.push_back(std::move(exchange));
    if (last_.size() > kept) {
        last_.pop_front();
    }
}

void Transcript::complete(const Registers& response, std::vector<SpmcEvent> events) {
    last_.back().response = response;
    last_.back().events = std::move(events);
}

void Transcript::clear() { *this = {}; }

std::string describe(const SpmcEvent& event) {
    const std::string result = event.result == 0 ? "done" : fmt::format("refused with FF-A error {}", event.result);
    if (event.operation == SpmcOperation::retrieve) {
        return fmt::format("SPMC: retrieve for 0x{:04x} handle 0x{:016x} tag 0x{:016x}: {}", event.sender_id,
                           event.handle, event.tag, result);
    }
    return fmt::format("SPMC: relinquish handle 0x{:016x}: {}", event.handle, result);
}

std::string Transcript::frames() const {
    if (empty()) {
        return {};
    }
    std::string text = "frames, sender > W3 W4 W5 W6 W7 and < the answer:\n";
    if (count_ > last_.size()) {
        text += fmt::format("  ... {} exchanges before these\n", count_ - last_.size());
    }
    for (const Exchange& exchange : last_) {
        text += fmt::format("  0x{:04x} > {}  {}\n", exchange.sender, report::to_hex(exchange.request),
                            report::summary(inspect_request(exchange.request), exchange.request));
        for (const SpmcEvent& event : exchange.events) {
            text += fmt::format("           {}\n", describe(event));
        }
        if (exchange.response) {
            const Inspection inspection = inspect_response(*exchange.response, exchange.request);
            text += fmt::format("         < {}  {}\n", report::to_hex(*exchange.response),
                                report::summary(inspection, *exchange.response));
        } else {
            text += "         < no answer\n";
        }
    }
    return text;
}

std::string Transcript::explanation() const {
    if (empty() || !last().response) {
        return {};
    }
    const Inspection inspection = inspect_response(*last().response, last().request);
    if (inspection.message == Message::unknown) { // no table has its bits
        return {};
    }
    const std::string rows = report::explain(inspection, *last().response, last().request);
    std::string text;
    for (size_t begin = 0; begin < rows.size();) {
        const size_t end = rows.find('\n', begin) + 1;
        if (rows[begin] == '!') {
            text += "         " + rows.substr(begin, end - begin);
        }
        begin = end;
    }
    return text;
}

} // namespace tsrpc::conformance
