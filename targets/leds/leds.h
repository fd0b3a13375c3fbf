/* SPDX-License-Identifier: GPL-2.0-only */
/* The LED class and its triggers before and after an input, and which brightnesses there may be. */
#ifndef VITRO_LEDS_H
#define VITRO_LEDS_H

#include <linux/leds.h>

#define VITRO_LEDS_DEVICE "/uleds"

enum { VITRO_LED_TRIGGERS = 6 };

/* Names to store: "none", those of the kernel's triggers, and "event", which is vitro_led_event. */
extern const char *const vitro_led_triggers[VITRO_LED_TRIGGERS];
extern struct led_trigger *vitro_led_event;

/* Make the device's node; LEDs have attributes from now on. Return: 0 or -errno. Once, at set-up. */
int vitro_leds_setup(void);

/* The triggers are as set-up has left them, and no brightness is expected but all and nothing. Before each input. */
void vitro_leds_begin(void);

/* What the device may be told of its largest brightness. */
enum { VITRO_LED_MAXIMA = 4 };
extern const int vitro_led_maxima[VITRO_LED_MAXIMA];

/* A brightness may be seen from now on, or any up to the largest; it is a BUG() when another one is. */
void vitro_led_expect(unsigned int brightness);
void vitro_led_expect_any(void);
void vitro_led_check(unsigned int brightness);

/* There is no LED, and no trigger knows one. */
bool vitro_leds_are_gone(void);

#endif
