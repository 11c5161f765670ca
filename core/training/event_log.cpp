// SPDX-License-Identifier: Apache-2.0
#include "core/training/event_log.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <map>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace nidus {
namespace {

using Json = nlohmann::json;

[[noreturn]] void throwWriteFailure(const std::filesystem::path& file) {
    if (errno == ENOSPC || errno == EDQUOT)
        throw Error("FIL-004",
                    "The disk is full: " + file.string() + " could not be written. Free some space and try again.");
    throw Error("FIL-003", file.string() + " could not be written: " + std::strerror(errno) + ".");
}

/// Calls use(line, offset of the line) for every whole line.
void forEachLine(const std::filesystem::path& file, auto&& use) {
    std::ifstream stream(file, std::ios::binary);
    std::string line;
    off_t offset = 0;
    while (std::getline(stream, line) && !stream.eof()) {
        if (!use(line, offset))
            return;
        offset += static_cast<off_t>(line.size()) + 1;
    }
}

std::optional<double> number(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

StepEvent stepFrom(const Json& json) {
    StepEvent event;
    event.fit = json.at("fit").get<std::string>();
    event.epoch = json.at("epoch").get<int>();
    event.step = json.at("step").get<int>();
    event.epochs = json.at("epochs").get<int>();
    event.loss = json.at("loss").get<double>();
    for (const Json& group : json.at("groups"))
        event.groups.push_back({group.at("name").get<std::string>(), group.at("learning_rate").get<double>(),
                                group.at("gradient_norm").get<double>(), group.at("weight_change").get<double>()});
    return event;
}

EpochEvent epochFrom(const Json& json) {
    EpochEvent event;
    event.fit = json.at("fit").get<std::string>();
    event.epoch = json.at("epoch").get<int>();
    event.epochs = json.at("epochs").get<int>();
    event.openStages = json.at("open_stages").get<int>();
    event.trainingLoss = json.at("training_loss").get<double>();
    event.validationLoss = number(json, "validation_loss");
    event.seconds = json.at("seconds").get<double>();
    event.validationAuc = number(json, "validation_auc"); // not in logs of earlier versions
    return event;
}

std::optional<RunEvent> parseEvent(const std::string& line) {
    // The two lists are most of a line, and nobody asks for them.
    const auto keep = [](int depth, Json::parse_event_t event, const Json& key) {
        return depth != 1 || event != Json::parse_event_t::key || (key != "cases" && key != "transforms");
    };
    try {
        const Json json = Json::parse(line, keep, false);
        const std::string kind = json.is_object() ? json.value("event", "") : "";
        if (kind == "step")
            return stepFrom(json);
        if (kind == "epoch")
            return epochFrom(json);
        if (kind == "message")
            return MessageEvent{json.at("code").get<std::string>(), json.at("text").get<std::string>()};
    } catch (const Json::exception&) { // not a line that this program has written
    }
    return std::nullopt;
}

/// Of the folds of a run, ascending.
std::vector<std::filesystem::path> eventFiles(const std::filesystem::path& runFolder) {
    std::map<int, std::filesystem::path> files;
    std::error_code failure;
    for (std::filesystem::directory_iterator it(runFolder, failure), end; !failure && it != end;
         it.increment(failure)) {
        const std::string name = it->path().filename().string();
        const auto file = it->path() / "events.jsonl";
        if (name.starts_with("fold_") && std::filesystem::exists(file))
            files[std::atoi(name.c_str() + 5)] = file;
    }
    std::vector<std::filesystem::path> ordered;
    for (const auto& [fold, file] : files)
        ordered.push_back(file);
    return ordered;
}

} // namespace

EventLog::EventLog(std::filesystem::path file) : m_file(std::move(file)) {
    m_descriptor = ::open(m_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (m_descriptor < 0)
        throwWriteFailure(m_file);
    off_t end = 0;
    forEachLine(m_file, [&](const std::string& line, off_t offset) {
        end = offset + static_cast<off_t>(line.size()) + 1;
        return true;
    });
    if (::ftruncate(m_descriptor, end) != 0)
        throwWriteFailure(m_file);
    scan();
}

EventLog::~EventLog() {
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

void EventLog::append(const StepEvent& event) {
    cutFrom(event.fit, event.epoch, event.step);
    write(toJsonLine(event));
}

void EventLog::append(const EpochEvent& event) {
    cutFrom(event.fit, event.epoch, std::numeric_limits<int>::max());
    write(toJsonLine(event));
    ::fdatasync(m_descriptor);
}

void EventLog::append(const MessageEvent& event) {
    const std::string line = toJsonLine(event);
    if (m_messages.insert(line).second)
        write(line);
}

void EventLog::cutFrom(const std::string& fit, int epoch, int step) {
    if (!m_begunFits.insert(fit).second)
        return;
    off_t cut = -1;
    forEachLine(m_file, [&](const std::string& line, off_t offset) {
        const Json json = Json::parse(line, nullptr, false);
        if (!json.is_object() || json.value("fit", std::string()) != fit)
            return true;
        const bool isStep = json.value("event", std::string()) == "step";
        const bool isAgain = isStep ? json.value("step", -1) >= step : json.value("epoch", -1) >= epoch;
        if (isAgain)
            cut = offset;
        return !isAgain;
    });
    if (cut < 0)
        return;
    if (::ftruncate(m_descriptor, cut) != 0)
        throwWriteFailure(m_file);
    scan();
}

void EventLog::scan() {
    m_messages.clear();
    forEachLine(m_file, [&](const std::string& line, off_t) {
        if (line.find("\"event\":\"message\"") != std::string::npos)
            m_messages.insert(line);
        return true;
    });
}

void EventLog::write(const std::string& line) {
    const std::string text = line + "\n";
    std::size_t done = 0;
    while (done < text.size()) {
        const ssize_t count = ::write(m_descriptor, text.data() + done, text.size() - done);
        if (count < 0 && errno != EINTR)
            throwWriteFailure(m_file);
        if (count > 0)
            done += static_cast<std::size_t>(count);
    }
}

std::vector<RunEvent> readRunEvents(const std::filesystem::path& runFolder) {
    std::vector<RunEvent> events;
    for (const std::filesystem::path& file : eventFiles(runFolder))
        forEachLine(file, [&](const std::string& line, off_t) {
            if (auto event = parseEvent(line))
                events.push_back(std::move(*event));
            return true;
        });
    return events;
}

std::vector<EpochEvent> readEpochs(const std::filesystem::path& file) {
    std::vector<EpochEvent> epochs;
    forEachLine(file, [&](const std::string& line, off_t) {
        if (line.find("\"event\":\"epoch\"") == std::string::npos)
            return true; // steps are by far the most: they are not parsed
        if (auto event = parseEvent(line); event && std::holds_alternative<EpochEvent>(*event))
            epochs.push_back(std::get<EpochEvent>(std::move(*event)));
        return true;
    });
    return epochs;
}

std::optional<EpochEvent> lastEpoch(const std::filesystem::path& runFolder) {
    const auto files = eventFiles(runFolder);
    const auto written = [](const std::filesystem::path& file) {
        std::error_code ignored;
        return std::filesystem::last_write_time(file, ignored);
    };
    const auto newest = std::ranges::max_element(files, {}, written);
    const auto epochs = newest == files.end() ? std::vector<EpochEvent>() : readEpochs(*newest);
    return epochs.empty() ? std::nullopt : std::optional(epochs.back());
}

} // namespace nidus
