// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/viewer_model.h"

#include "core/imaging/input_frame.h"
#include "ui/common/qt_convert.h"

#include <algorithm>
#include <utility>

namespace nidus::ui {

ViewerModel::ViewerModel(const Services& services, QObject* parent) : QObject(parent), m_services(services) {
    connect(&m_job, &JobRunner::failed, this, [this](const Failure& failure) {
        Q_EMIT failed(failure);
        readNext();
    });
    connect(&m_job, &JobRunner::cancelled, this, &ViewerModel::readNext);
}

void ViewerModel::open(const std::filesystem::path& project, const std::string& caseId) {
    m_wanted = Wish{project, caseId};
    m_job.cancel();
    readNext();
}

void ViewerModel::readNext() {
    if (m_job.isRunning() || !m_wanted)
        return;
    const Wish wish = *std::exchange(m_wanted, std::nullopt);
    m_job.start([read = m_services.readScan,
                 wish](const JobControl& control) { return read(wish.project, wish.caseId, control); },
                [this, wish](Volume volume) {
                    if (!m_wanted)
                        show(std::move(volume), toQt(wish.caseId));
                    readNext();
                });
}

void ViewerModel::show(Volume volume, const QString& title) {
    m_volume = std::make_shared<const Volume>(reoriented(std::move(volume), "LPS"));
    m_title = title;
    m_position = {m_volume->shape.x / 2, m_volume->shape.y / 2, m_volume->shape.z / 2};
    m_window = automaticWindow(*m_volume);
    Q_EMIT volumeChanged();
}

void ViewerModel::close() {
    m_wanted.reset();
    m_job.cancel();
    m_volume.reset();
    m_title.clear();
    Q_EMIT volumeChanged();
}

float ViewerModel::value() const {
    const auto x = m_volume->shape.x, y = m_volume->shape.y;
    return m_volume->voxels[static_cast<std::size_t>((m_position[2] * y + m_position[1]) * x + m_position[0])];
}

void ViewerModel::setPosition(const VoxelIndex& position) {
    if (isEmpty())
        return;
    VoxelIndex inside{};
    for (std::size_t axis = 0; axis < 3; ++axis)
        inside[axis] = std::clamp<std::int64_t>(position[axis], 0, sizeAlong(*m_volume, axis) - 1);
    if (inside == m_position)
        return;
    m_position = inside;
    Q_EMIT viewChanged();
}

void ViewerModel::step(Plane plane, std::int64_t slices) {
    VoxelIndex position = m_position;
    position[axesOf(plane).through] += slices;
    setPosition(position);
}

void ViewerModel::setWindow(const GreyWindow& window) {
    const GreyWindow kept{window.level, std::max(window.width, 1e-6)};
    if (kept == m_window)
        return;
    m_window = kept;
    Q_EMIT viewChanged();
}

void ViewerModel::resetWindow() {
    if (!isEmpty())
        setWindow(automaticWindow(*m_volume));
}

void ViewerModel::setInverted(bool isInverted) {
    if (std::exchange(m_isInverted, isInverted) != isInverted)
        Q_EMIT viewChanged();
}

} // namespace nidus::ui
