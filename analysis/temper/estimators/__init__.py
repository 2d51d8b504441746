"""scikit-learn estimators that train by parallel tempering."""

from temper.estimators.classifier import TemperClassifier
from temper.estimators.regressor import TemperRegressor

__all__ = ["TemperClassifier", "TemperRegressor"]
