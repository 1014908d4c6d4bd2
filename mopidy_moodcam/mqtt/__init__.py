"""MQTT: the state for smart homes, and commands from them."""
