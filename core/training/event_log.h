// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/training/events.h"

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace nidus {

/// events.jsonl of one fold: one JSON object a line, in order, each written at once. A resumed run cuts off what it is
/// about to do again, so that every step stands there once.
class EventLog {
public:
    /// Opens for appending; a last line without its end is cut off. Throws Error FIL-003.
    explicit EventLog(std::filesystem::path file);
    ~EventLog();
    EventLog(const EventLog&) = delete;
    EventLog& operator=(const EventLog&) = delete;

    /// The first event of a fit cuts off everything from that step or epoch of the same fit on.
    void append(const StepEvent& event);
    void append(const EpochEvent& event);
    /// Nothing happens when the same message stands there already.
    void append(const MessageEvent& event);

private:
    void cutFrom(const std::string& fit, int epoch, int step);
    void scan();
    void write(const std::string& line);

    std::filesystem::path m_file;
    int m_descriptor = -1;
    std::set<std::string> m_begunFits, m_messages;
};

using RunEvent = std::variant<StepEvent, EpochEvent, MessageEvent>;

/// What the folds of a run have said so far, fold by fold, for its curves: steps without their cases and transforms.
/// Lines that are no event, and one that is being written, are left out.
[[nodiscard]] std::vector<RunEvent> readRunEvents(const std::filesystem::path& runFolder);

/// The epochs in an events.jsonl, in order; none without such a file.
[[nodiscard]] std::vector<EpochEvent> readEpochs(const std::filesystem::path& file);

/// The end of the newest epoch of the fold that was written last; nothing before the first.
[[nodiscard]] std::optional<EpochEvent> lastEpoch(const std::filesystem::path& runFolder);

} // namespace nidus
