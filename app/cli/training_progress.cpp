// SPDX-License-Identifier: Apache-2.0
#include "app/cli/training_progress.h"

#include <cstdio>

#include <unistd.h>

namespace nidus::cli {
namespace {

std::string decimals(double value) {
    char text[64];
    std::snprintf(text, sizeof text, "%.4f", value);
    return text;
}

} // namespace

void printLine(const std::string& text) {
    std::fprintf(stderr, "%s%s\n", isatty(STDERR_FILENO) != 0 ? "\r\033[K" : "", text.c_str());
}

RunListener progressPrinter() {
    RunListener listener;
    listener.onStart = [](const std::string& id) { printLine("Run " + id); };
    listener.onEpoch = [](const EpochEvent& event) {
        std::string text = event.fit;
        text += ": epoch " + std::to_string(event.epoch + 1) + " of " + std::to_string(event.epochs) + ", "
                + std::to_string(event.openStages) + " open stages, loss " + decimals(event.trainingLoss);
        if (event.validationLoss)
            text += ", inner log-loss " + decimals(*event.validationLoss);
        printLine(text + ", " + decimals(event.seconds) + " s");
    };
    listener.onMessage = [](const MessageEvent& event) { printLine(event.code + ": " + event.text); };
    return listener;
}

} // namespace nidus::cli
