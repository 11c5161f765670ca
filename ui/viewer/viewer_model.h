// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job_runner.h"
#include "ui/services.h"
#include "ui/viewer/slice_image.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace nidus::ui {

/// The scan that the viewer shows and how: where the crosshair is, grey values. Its three planes share one of these.
class ViewerModel final : public QObject {
    Q_OBJECT

public:
    explicit ViewerModel(const Services& services, QObject* parent = nullptr);

    /// Reads a case of a project; the newest wish wins while one is being read.
    void open(const std::filesystem::path& project, const std::string& caseId);
    /// Shows a volume in any orientation.
    void show(Volume volume, const QString& title);
    void close();

    [[nodiscard]] bool isEmpty() const { return !m_volume; }
    [[nodiscard]] bool isReading() const { return m_job.isRunning(); }
    [[nodiscard]] const Volume& volume() const { return *m_volume; } ///< LPS; not while isEmpty()
    [[nodiscard]] const QString& title() const { return m_title; }
    [[nodiscard]] const VoxelIndex& position() const { return m_position; }
    [[nodiscard]] const GreyWindow& window() const { return m_window; }
    [[nodiscard]] bool isInverted() const { return m_isInverted; }
    /// Value under the crosshair.
    [[nodiscard]] float value() const;

    void setPosition(const VoxelIndex& position); ///< kept inside
    /// Moves the slice of a plane.
    void step(Plane plane, std::int64_t slices);
    void setWindow(const GreyWindow& window);
    void resetWindow();
    void setInverted(bool isInverted);

Q_SIGNALS:
    void volumeChanged();
    void viewChanged(); ///< position or grey values
    void failed(const nidus::ui::Failure& failure);

private:
    void readNext();

    struct Wish {
        std::filesystem::path project;
        std::string caseId;
    };

    const Services& m_services;
    std::optional<Wish> m_wanted;
    std::shared_ptr<const Volume> m_volume;
    QString m_title;
    VoxelIndex m_position{};
    GreyWindow m_window;
    bool m_isInverted = false;
    JobRunner m_job; // last: joins before the rest dies
};

} // namespace nidus::ui
