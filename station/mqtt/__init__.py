"""Results for the rest of the factory, by MQTT: a publisher that reads the records and never drives the line."""

from station.mqtt.publisher import MqttPublisher

__all__ = ["MqttPublisher"]
