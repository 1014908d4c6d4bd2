import { mount } from 'svelte';
import './app.css';
import App from './App.svelte';
import { socketUrl } from './lib/connection';
import { Session } from './lib/session.svelte';

const target = document.querySelector('#app');
if (target === null) throw new Error('index.html has no element #app to put the page into');

const session = new Session(socketUrl(location.href));
mount(App, { target, props: { session } });
session.start();
addEventListener('online', () => session.retryNow());
