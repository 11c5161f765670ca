// SPDX-License-Identifier: Apache-2.0
// Milliseconds from another slice to the repainted viewer, for a scan of 512 x 512 x 600 voxels, in each plane.
#include "core/base/allocator.h"
#include "ui/viewer/viewer_model.h"
#include "ui/viewer/viewer_panel.h"

#include <QApplication>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <vector>

namespace {

using namespace nidus;
using namespace nidus::ui;

/// Something of every value, as a scan has it.
Volume scan() {
    Volume volume;
    volume.shape = {600, 512, 512};
    volume.spacing = {1, 0.7, 0.7};
    volume.voxels.resize(volume.shape.voxels());
    std::size_t i = 0;
    for (int z = 0; z < 600; ++z)
        for (int y = 0; y < 512; ++y)
            for (int x = 0; x < 512; ++x, ++i)
                volume.voxels[i] = static_cast<float>((x * 7 + y * 13 + z * 29) % 2000 - 1000);
    return volume;
}

nlohmann::ordered_json timesOf(ViewerModel& model, QWidget& panel, Plane plane, int steps) {
    std::vector<double> milliseconds, ofProcessor;
    const std::size_t through = axesOf(plane).through;
    VoxelIndex position = model.position();
    position[through] = sizeAlong(model.volume(), through) / 4;
    model.setPosition(position);
    panel.repaint();
    for (int i = 0; i < steps; ++i) {
        const std::clock_t before = std::clock();
        const auto start = std::chrono::steady_clock::now();
        model.step(plane, 1);
        panel.repaint();                                                    // what update() asked for, and
        QCoreApplication::sendPostedEvents(nullptr, QEvent::UpdateRequest); // nothing of it later
        milliseconds.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
        ofProcessor.push_back(1e3 * static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC);
    }
    std::ranges::sort(milliseconds);
    std::ranges::sort(ofProcessor);
    return {{"median_ms", milliseconds[milliseconds.size() / 2]},
            {"worst_ms", milliseconds.back()},
            {"median_processor_ms", ofProcessor[ofProcessor.size() / 2]}}; // what counts on a busy machine
}

} // namespace

int main(int argc, char** argv) {
    tuneAllocator();
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    const Services services;
    ViewerModel model(services);
    ViewerPanel panel(model);
    panel.resize(1100, 800);
    panel.show();
    model.show(scan(), QStringLiteral("bench"));
    QCoreApplication::processEvents();
    constexpr int kSteps = 200;
    const nlohmann::ordered_json result{{"bench", "viewer"},
                                        {"shape", {600, 512, 512}},
                                        {"view", {panel.width(), panel.height()}},
                                        {"axial", timesOf(model, panel, Plane::Axial, kSteps)},
                                        {"coronal", timesOf(model, panel, Plane::Coronal, kSteps)},
                                        {"sagittal", timesOf(model, panel, Plane::Sagittal, kSteps)}};
    std::printf("%s\n", result.dump(2).c_str());
    return 0;
}
