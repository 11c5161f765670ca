// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/influence_bar.h"

#include "ui/common/controls.h"
#include "ui/viewer/viewer_model.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLinearGradient>
#include <QPainter>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

namespace nidus::ui {
namespace {

constexpr int kPercent = 100;

/// From the colour against the class to that for it, over the near-black of the slices.
class Legend final : public QWidget {
public:
    Legend() { setFixedHeight(10); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        QLinearGradient gradient(0, 0, width(), 0);
        gradient.setColorAt(0, QColor(kColourAgainst));
        gradient.setColorAt(0.5, QColor(10, 10, 12));
        gradient.setColorAt(1, QColor(kColourFor));
        painter.fillRect(rect(), gradient);
    }
};

} // namespace

InfluenceBar::InfluenceBar(ViewerModel& model, QWidget* parent)
    : QWidget(parent), m_model(model), m_legend(new Legend), m_words(new TextLabel(TextRole::Secondary)),
      m_class(named(new QComboBox, "influenceClass", tr("Class whose influence map is shown"))),
      m_method(named(new QComboBox, "influenceMethod", tr("How the influence map is made"))),
      m_opacity(named(new QSlider(Qt::Horizontal), "influenceOpacity", tr("Opacity of the influence map"))),
      m_threshold(named(new QSlider(Qt::Horizontal), "influenceThreshold",
                        tr("Share of the strongest influence below which nothing is shown"))),
      m_jump(named(new QPushButton(tr("Stron&gest place")), "influencePeak", tr("Go to the strongest place"))) {
    setObjectName(QStringLiteral("influenceBar"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    m_words->setObjectName(QStringLiteral("influenceWords"));
    m_words->setWordWrap(true);
    column->addWidget(m_words);
    column->addWidget(m_legend);
    auto* tools = new QHBoxLayout;
    m_class->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_class->setMinimumContentsLength(8);
    m_class->setToolTip(tr("For the other one of two classes the colours change places."));
    m_method->addItem(tr("Quick (HiResCAM)"), static_cast<int>(InfluenceMethod::HiResCam));
    m_method->addItem(tr("Thorough (occlusion)"), static_cast<int>(InfluenceMethod::Occlusion));
    m_method->setToolTip(
        tr("Occlusion blanks one block after the other and looks at what changes. It takes much longer "
           "and points more reliably at what counts."));
    m_opacity->setRange(kPercent / 10, kPercent);
    m_threshold->setRange(0, kPercent - kPercent / 20);
    tools->addWidget(m_class, 1);
    tools->addWidget(m_method);
    tools->addWidget(m_jump);
    column->addLayout(tools);
    auto* sliders = new QHBoxLayout;
    addSlider(sliders, m_opacity, tr("Opacity"), tr("[ and ]: opacity"));
    addSlider(sliders, m_threshold, tr("Hide below"),
              tr("What is weaker than this share of the strongest influence is not shown."));
    column->addLayout(sliders);
    //: kInfluenceNote of the engine, word for word.
    auto* note =
        new TextLabel(TextRole::Secondary, tr("Maps show what influenced the classifier, not where disease is. "
                                              "For research use only."));
    note->setObjectName(QStringLiteral("influenceNote"));
    note->setWordWrap(true);
    column->addWidget(note);

    InfluenceModel& influence = m_model.influence();
    connect(m_method, &QComboBox::activated, this, [this, &influence](int index) {
        influence.setMethod(static_cast<InfluenceMethod>(m_method->itemData(index).toInt()));
    });
    connect(m_class, &QComboBox::activated, this, [this, &influence] { influence.setClass(m_class->currentText()); });
    connect(m_threshold, &QSlider::valueChanged, this,
            [&influence](int percent) { influence.setThresholdShare(static_cast<double>(percent) / kPercent); });
    connect(m_opacity, &QSlider::valueChanged, this,
            [&influence](int percent) { influence.setOpacity(static_cast<double>(percent) / kPercent); });
    connect(m_jump, &QPushButton::clicked, this, [this, &influence] {
        if (m_model.overlay())
            m_model.setPosition(influence.peak());
    });
    connect(&influence, &InfluenceModel::changed, this, &InfluenceBar::showState);
    connect(&influence, &InfluenceModel::progressed, this, &InfluenceBar::showProgress);
    showState();
}

void InfluenceBar::addSlider(QHBoxLayout* row, QSlider* slider, const QString& text, const QString& explanation) {
    auto* label = new QLabel(text);
    label->setBuddy(slider);
    slider->setToolTip(explanation);
    row->addWidget(label);
    row->addWidget(slider, 1);
}

/// Before the first map nobody knows them.
void InfluenceBar::showClasses() {
    const InfluenceModel& influence = m_model.influence();
    QStringList shown;
    for (int i = 0; i < m_class->count(); ++i)
        shown << m_class->itemText(i);
    if (shown != influence.classes()) {
        m_class->clear();
        m_class->addItems(influence.classes());
    }
    m_class->setEnabled(m_class->count() > 1);
    if (influence.map())
        m_class->setCurrentIndex(m_class->findText(influence.className()));
}

void InfluenceBar::showProgress(double fraction) {
    m_words->setText(tr("Looking for what counted… %1 %").arg(static_cast<int>(fraction * kPercent)));
}

void InfluenceBar::showState() {
    const InfluenceModel& influence = m_model.influence();
    const QSignalBlocker opacity(m_opacity), threshold(m_threshold);
    m_opacity->setValue(static_cast<int>(influence.opacity() * kPercent + 0.5));
    m_threshold->setValue(static_cast<int>(influence.thresholdShare() * kPercent + 0.5));
    showClasses();
    m_method->setCurrentIndex(m_method->findData(static_cast<int>(influence.method())));
    m_jump->setEnabled(influence.map() != nullptr);
    m_legend->setVisible(influence.map() != nullptr);
    if (influence.map() == nullptr)
        showProgress(0);
    else if (influence.largest() <= 0)
        m_words->setText(tr("The map is empty: no place counted."));
    else
        m_words->setText(tr("Blue speaks against %1, orange for it; full colour at %2 of its log odds per voxel.")
                             .arg(influence.className(), QString::number(influence.largest(), 'g', 2)));
}

} // namespace nidus::ui
