// SPDX-License-Identifier: Apache-2.0
#include "core/training/event_log.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <limits>
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

/// Throws Json::exception for an epoch that lacks something.
EpochEvent epochOf(const Json& json) {
    EpochEvent event;
    event.fit = json.at("fit").get<std::string>();
    event.epoch = json.at("epoch").get<int>();
    event.epochs = json.at("epochs").get<int>();
    event.openStages = json.at("open_stages").get<int>();
    event.trainingLoss = json.at("training_loss").get<double>();
    if (const Json& loss = json.at("validation_loss"); loss.is_number())
        event.validationLoss = loss.get<double>();
    event.seconds = json.at("seconds").get<double>();
    return event;
}

} // namespace

std::vector<EpochEvent> readEpochs(const std::filesystem::path& file) {
    std::vector<EpochEvent> epochs;
    forEachLine(file, [&](const std::string& line, off_t) {
        if (line.find("\"event\":\"epoch\"") == std::string::npos)
            return true; // steps are by far the most: they are not parsed
        try {
            epochs.push_back(epochOf(Json::parse(line)));
        } catch (const Json::exception&) { // a line that a crash cut, or a figure that is not a number
        }
        return true;
    });
    return epochs;
}

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

} // namespace nidus
