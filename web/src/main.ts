import '@fontsource-variable/instrument-sans/wdth.css';
import './styles/tokens.css';
import './styles/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { startLocale } from './lib/i18n.svelte';
import { startSession } from './lib/session.svelte';

await Promise.all([startLocale(), startSession()]);
mount(App, { target: document.getElementById('app')! });
